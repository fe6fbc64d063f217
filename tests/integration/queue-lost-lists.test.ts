import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { Sweeper } from "../../service/judging/sweeper.ts";
import { createLogger } from "../../service/logger.ts";
import { BullClassifyQueue } from "../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../service/queue/classify-worker.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { eventually } from "../helpers/eventually.ts";
import { startPglite } from "../helpers/pglite.ts";
import { startRedis } from "../helpers/redis.ts";
import { newItem, uuidv7 } from "../helpers/stores.ts";

const HOUR_MS = 3_600_000;

it("if Redis loses the lists of jobs while the jobs remain, the sweeper enqueues the items again", async () => {
  const [redis, { database, stop }] = await Promise.all([startRedis(), startPglite()]);
  const store = { kind: "redis", url: redis.url } as const;
  const name = uuidv7();
  const queue = new BullClassifyQueue({ store, name, attempts: 2, backoffMs: 20 });
  const client = new Redis(redis.url);
  const seen: string[] = [];
  const worker = new BullClassifyWorker({
    store,
    name,
    concurrency: 4,
    maxLosses: 2,
    process: async ({ id }) => (seen.push(id), "done"),
    onLost: async () => undefined,
  });
  try {
    await queue.start();
    const verdicts = new DatabaseVerdictStore(database);
    const items = [newItem(), newItem(), newItem({ priority: "batch" })];
    const ids = items.map(({ id }) => id);
    await verdicts.create(items);
    await queue.add(items.map(({ id, priority }) => ({ id, priority })));
    expect([...(await queue.jobIds())].toSorted()).toEqual(ids.toSorted());
    expect(await queue.missing(ids)).toEqual([]);

    expect(await client.del(`gavel:${name}:wait`, `gavel:${name}:prioritized`)).toBe(2);
    expect(await client.exists(`gavel:${name}:${ids[0]}`)).toBe(1);
    const times = { unsettledMs: HOUR_MS, contentMs: HOUR_MS, recordMs: HOUR_MS, sweepIntervalMs: HOUR_MS };
    const retention = { ...times, rationaleMs: null, reasoningMs: null };
    const logger = createLogger({ level: "silent" });
    const sweeper = new Sweeper({ config: { retention }, verdicts, queue, logger });
    expect(await sweeper.sweep(0)).toBe(3);
    expect(await sweeper.sweep(0)).toBe(0);

    await worker.start();
    await eventually(() => expect(seen.toSorted()).toEqual(ids.toSorted()));
  } finally {
    await worker.close({ graceMs: 0 });
    await queue.close();
    client.disconnect();
    await stop();
    await redis.stop();
  }
});
