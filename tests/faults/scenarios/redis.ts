import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { launchRedis } from "../../helpers/redis.ts";
import type { Constellation } from "../constellation.ts";
import { expectNotReady } from "../outcome.ts";
import { MODEST, type Scenario } from "../scenario.ts";

/** How Redis fails, under load. The sweeper enqueues lost jobs again. */
export const REDIS_SCENARIOS: readonly Scenario[] = [
  {
    name: "redis-restart",
    check: expectNotReady,
    summary: "Redis is stopped and starts again 3 s later, empty",
    streams: MODEST,
    fault: async ({ redis }) => {
      const port = Number(new URL(redis.server.url).port);
      await redis.server.stop();
      await sleep(3000);
      redis.server = await launchRedis({ port });
    },
  },
  {
    name: "redis-freeze",
    check: expectNotReady,
    summary: "Redis does not respond for 20 s (SIGSTOP) and then continues",
    streams: MODEST,
    fault: async ({ redis }) => {
      process.kill(redis.server.pid, "SIGSTOP");
      await sleep(20_000);
      process.kill(redis.server.pid, "SIGCONT");
    },
  },
  {
    name: "redis-mute",
    summary: "open connections to Redis stay open but carry no data; new ones work",
    streams: MODEST,
    fault: async ({ redis }) => redis.proxy.muteOpen(),
    settleSeconds: 30,
  },
  {
    name: "redis-full",
    check: expectNotReady,
    summary: "Redis refuses writes for 5 s (maxmemory reached, noeviction)",
    streams: MODEST,
    fault: async ({ redis }) => {
      await command(redis, "CONFIG", "SET", "maxmemory", "1");
      await sleep(5000);
      await command(redis, "CONFIG", "SET", "maxmemory", "0");
    },
  },
  {
    name: "redis-lost-lists",
    summary: "Redis loses the lists of waiting jobs while the jobs themselves remain",
    deployment: { engineMs: 400, atATime: 8 },
    streams: MODEST,
    warmUpSeconds: 8,
    fault: async ({ redis }) => {
      await command(
        redis,
        "DEL",
        "gavel:classify:wait",
        "gavel:classify:prioritized",
        "gavel:classify:delayed",
      );
    },
    settleSeconds: 5,
  },
];

async function command({ server }: Constellation["redis"], name: string, ...args: string[]): Promise<void> {
  const client = new Redis(server.url, { retryStrategy: null });
  client.on("error", () => undefined);
  try {
    await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}
