import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { BullClassifyQueue } from "../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../service/queue/classify-worker.ts";
import type { Database } from "../../service/storage/database/database.ts";
import { openDatabase } from "../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { eventually } from "../helpers/eventually.ts";
import { administer, startPostgres } from "../helpers/postgres.ts";
import { startRedis } from "../helpers/redis.ts";
import { newCompletion, newItem, uuidv7 } from "../helpers/stores.ts";
import { startTcpProxy, type TcpProxy } from "../helpers/tcp-proxy.ts";

describe("connections that stay open and carry no data", () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function behindProxy(target: string): Promise<{ proxy: TcpProxy; url: string }> {
    const proxy = await startTcpProxy(target);
    closing.push(() => proxy.close());
    return { proxy, url: proxy.urlOf(target) };
  }

  async function openBehindProxy(): Promise<{ proxy: TcpProxy; database: Database }> {
    const postgres = await startPostgres();
    closing.push(() => postgres.stop());
    const { proxy, url } = await behindProxy(postgres.url);
    const database = openDatabase({ databaseUrl: url, dataDirectory: "" });
    await database.start();
    closing.push(() => database.close());
    return { proxy, database };
  }

  it("to PostgreSQL fail the calls that wait on them, and later calls use new ones", async () => {
    const { proxy, database } = await openBehindProxy();
    const verdicts = new DatabaseVerdictStore(database);
    await verdicts.start();
    const heard: string[] = [];
    verdicts.onSettled((ids) => heard.push(...ids));
    const item = newItem();
    await verdicts.create([item]);

    // Some wait in a transaction, and some for their turn in a group commit.
    const inTransaction = database.transaction(async (session) => {
      await session.execute(sql`SELECT 1`);
      proxy.muteOpen();
      await session.execute(sql`SELECT 2`);
    });
    await expect(inTransaction).rejects.toMatchObject({ code: "not_ready" });
    await eventually(() => verdicts.create([newItem()]));
    await verdicts.complete(item.id, newCompletion());
    // The connection for LISTEN was muted as well.
    await eventually(async () => {
      const next = newItem();
      await verdicts.create([next]);
      await verdicts.complete(next.id, newCompletion());
      await sleep(200);
      expect(heard).toContain(next.id);
    });
  });

  it("to PostgreSQL are detected while nothing waits on them, by a probe on a separate connection", async () => {
    const { proxy, database } = await openBehindProxy();
    await database.ping();
    await database.probe((session) => session.execute(sql`SELECT 1`).then(() => undefined));
    proxy.muteOpen();
    await expect(
      database.probe((session) => session.execute(sql`SELECT 1`).then(() => undefined)),
    ).rejects.toMatchObject({ code: "not_ready" });
    // The probe closed the idle ones as well.
    await database.ping();
  });

  it("to PostgreSQL, including new ones, end the start with the reason", async () => {
    const postgres = await startPostgres();
    closing.push(() => postgres.stop());
    const { proxy, url } = await behindProxy(postgres.url);
    proxy.muteAll();
    const database = openDatabase({ databaseUrl: url, dataDirectory: "" });
    closing.push(() => database.close());
    await expect(database.start()).rejects.toMatchObject({ code: "not_ready" });
  });

  it("to Redis are replaced, for producers and workers", async () => {
    const redis = await startRedis();
    closing.push(() => redis.stop());
    const { proxy, url } = await behindProxy(redis.url);
    const store = { kind: "redis", url } as const;
    const name = uuidv7();
    const queue = new BullClassifyQueue({ store, name, attempts: 2, backoffMs: 20 });
    await queue.start();
    closing.push(() => queue.close());
    const seen: string[] = [];
    const worker = new BullClassifyWorker({
      store,
      name,
      concurrency: 2,
      maxLosses: 2,
      process: async ({ id }) => (seen.push(id), "done"),
      onLost: async () => undefined,
    });
    await worker.start();
    closing.push(() => worker.close({ graceMs: 0 }));
    const [before, after] = [uuidv7(), uuidv7()];
    await queue.add([{ id: before, priority: "interactive" }]);
    await eventually(() => expect(seen).toEqual([before]));

    proxy.muteOpen();
    await expect(queue.ping()).rejects.toMatchObject({ code: "not_ready" });
    await eventually(() => queue.add([{ id: after, priority: "interactive" }]));
    await eventually(() => expect(seen).toContain(after));
  });
});

describe("a connection that breaks", () => {
  it("during a transaction fails it, is reported, and ends no process", async () => {
    const postgres = await startPostgres();
    const errors: Error[] = [];
    const database = openDatabase({
      databaseUrl: postgres.url,
      dataDirectory: "",
      onError: (error) => errors.push(error),
    });
    try {
      await database.start();
      const broken = database.transaction(async (session) => {
        await session.execute(sql`SELECT 1`);
        const others = "pid <> pg_backend_pid() AND datname = current_database()";
        await administer(
          postgres.url,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`,
        );
        // The end of the connection is detected while nothing runs on it.
        await eventually(() => expect(errors.length).toBeGreaterThan(0));
        await session.execute(sql`SELECT 2`);
      });
      await expect(broken).rejects.toMatchObject({ code: "not_ready" });
      await database.ping();
    } finally {
      await database.close();
      await postgres.stop();
    }
  });
});
