import { afterEach, describe, expect, it } from "vitest";
import { BullClassifyQueue } from "../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../service/queue/classify-worker.ts";
import { openDatabase } from "../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { launchPostgres } from "../helpers/postgres.ts";
import { launchRedis } from "../helpers/redis.ts";
import { newCompletion, newItem, uuidv7 } from "../helpers/stores.ts";
import { eventually } from "../helpers/eventually.ts";

describe("an outage", () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  it("of Redis makes adding fail soon, and adding works again after it", async () => {
    const redis = await launchRedis();
    closing.push(() => redis.stop());
    const store = { kind: "redis", url: redis.url } as const;
    const queue = new BullClassifyQueue({ store, attempts: 2, backoffMs: 20 });
    await queue.start();
    closing.push(() => queue.close());
    const seen: string[] = [];
    const process_ = async ({ id }: { id: string }) => (seen.push(id), "done" as const);
    const options = { store, concurrency: 2, maxLosses: 2, onLost: async () => undefined };
    const worker = new BullClassifyWorker({ ...options, process: process_ });
    await worker.start();
    closing.push(() => worker.close({ graceMs: 0 }));
    const [before, during, after] = [uuidv7(), uuidv7(), uuidv7()];
    await queue.add([{ id: before, priority: "interactive" }]);
    await eventually(() => expect(seen).toEqual([before]));

    // A server that hangs is the worst case: its connections stay open.
    process.kill(redis.pid, "SIGSTOP");
    const added = await Promise.race([
      queue.add([{ id: during, priority: "interactive" }]).catch((error: unknown) => error),
      new Promise((resolve) => setTimeout(() => resolve("still waiting"), 5000)),
    ]);
    expect(added).toMatchObject({ code: "not_ready" });
    await expect(queue.ping()).rejects.toMatchObject({ code: "not_ready" });
    process.kill(redis.pid, "SIGCONT");
    await eventually(() => queue.ping());
    await queue.add([{ id: after, priority: "interactive" }]);
    await eventually(() => expect(seen).toContain(after));

    await redis.stop();
    await expect(queue.add([{ id: uuidv7(), priority: "batch" }])).rejects.toMatchObject({
      code: "not_ready",
    });
    await Promise.all([worker.close({ graceMs: 0 }), queue.close()]);
  });

  it("of PostgreSQL is reported as not ready, and notifications continue after it", async () => {
    const postgres = await launchPostgres();
    const database = openDatabase({ databaseUrl: postgres.url, dataDirectory: "" });
    await database.start();
    closing.push(() => database.close());
    const verdicts = new DatabaseVerdictStore(database);
    await verdicts.start();
    const heard: (readonly string[])[] = [];
    verdicts.onSettled((ids) => heard.push(ids));
    const item = newItem();
    await verdicts.create([item]);

    await postgres.stop({ keepData: true });
    await expect(verdicts.create([newItem()])).rejects.toMatchObject({ code: "not_ready" });
    await expect(verdicts.get(item.id)).rejects.toMatchObject({ code: "not_ready" });
    await expect(database.ping()).rejects.toMatchObject({ code: "not_ready" });

    const again = await launchPostgres({ existing: postgres });
    closing.push(() => again.stop());
    // The connection has been restored: listeners must read the database themselves.
    await eventually(() => expect(heard).toContainEqual([]));
    await database.ping();
    await verdicts.complete(item.id, newCompletion());
    await eventually(() => expect(heard).toContainEqual([item.id]));
  });
});
