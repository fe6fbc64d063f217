import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { inject } from "vitest";
import type { TestServer } from "./postgres.ts";
import { freePort, startServer } from "./server-process.ts";

/** The run's Redis server. Random queue names isolate the tests. */
export async function startRedis(): Promise<TestServer> {
  const shared = inject("redisUrl");
  return shared === undefined ? launchRedis() : { url: shared, stop: async () => undefined };
}

export interface LaunchedRedis extends TestServer {
  /** The id of the server's process, to stop and continue it. */
  readonly pid: number;
}

/** A temporary Redis server on a random port of 127.0.0.1; `port` replaces a stopped one. */
export async function launchRedis(options: { readonly port?: number } = {}): Promise<LaunchedRedis> {
  const directory = mkdtempSync(join(tmpdir(), "gavel-redis-"));
  const port = options.port ?? (await freePort());
  const url = `redis://127.0.0.1:${port}`;
  const settings = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    directory,
  ];
  const server = await startServer("redis-server", settings, { isReady: () => ping(url) });
  return {
    url,
    pid: server.process.pid ?? 0,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function ping(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
