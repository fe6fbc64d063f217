import { afterEach, describe, expect, it } from "vitest";
import type { Job } from "../../service/judging/classify-queue.ts";
import { BullClassifyQueue } from "../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../service/queue/classify-worker.ts";
import type { QueueStore } from "../../service/queue/connect-queue.ts";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";
import { createQueuePool } from "../../service/storage/database/queue-pool.ts";
import { makeDataDirectory } from "../helpers/pglite.ts";
import { startPostgres } from "../helpers/postgres.ts";
import { startRedis } from "../helpers/redis.ts";
import { type RunningScript, runScript } from "../helpers/run-script.ts";
import { uuidv7 } from "../helpers/stores.ts";
import { eventually } from "../helpers/eventually.ts";

/** A worker process has jobs and is killed, and another worker gets them. */
describe("a killed worker", () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  function startWorker(store: QueueStore, name: string, jobs: Job[], lost: string[]): Promise<void> {
    const worker = new BullClassifyWorker({
      store,
      name,
      concurrency: 2,
      maxLosses: 1,
      lockMs: 1000,
      stalledCheckMs: 200,
      process: async (job) => (jobs.push(job), "done"),
      onLost: async (id) => void lost.push(id),
    });
    closing.push(() => worker.close({ graceMs: 0 }));
    return worker.start();
  }

  async function startQueue(store: QueueStore, name: string): Promise<BullClassifyQueue> {
    const queue = new BullClassifyQueue({ store, name, attempts: 3, backoffMs: 20 });
    await queue.start();
    closing.push(() => queue.close());
    return queue;
  }

  async function holdJobs(
    args: readonly string[],
    ids: readonly string[],
    taken: number,
  ): Promise<RunningScript> {
    const script = runScript("helpers/scripts/hold-job.ts", [...args, ...ids]);
    closing.push(() => script.kill());
    await eventually(() => expect(script.lines).toHaveLength(taken));
    return script;
  }

  const isEmpty = async (queue: BullClassifyQueue): Promise<void> =>
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0 });

  const servers = {
    redis: async () => {
      const { url, stop } = await startRedis();
      return { store: { kind: "redis", url } as const, url, stop };
    },
    postgres: async () => {
      const { url, stop } = await startPostgres();
      const createPool = (onError: (error: Error) => void) => createQueuePool(url, onError);
      return { store: { kind: "postgres", createPool } as const, url, stop };
    },
  };

  it.each(["redis", "postgres"] as const)("loses its jobs to another on %s", async (kind) => {
    const { store, url, stop } = await servers[kind]();
    closing.push(stop);
    const name = uuidv7();
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    const script = await holdJobs([kind, url, name], ids, 2);
    await script.kill();
    const queue = await startQueue(store, name);
    expect(await queue.missing(ids)).toEqual([]);
    const jobs: Job[] = [];
    const lost: string[] = [];
    await startWorker(store, name, jobs, lost);
    await eventually(() => isEmpty(queue));
    expect(jobs.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(lost).toEqual([]);
  });

  it("gets its jobs again after a restart of the one process, on PGlite", async () => {
    const directory = makeDataDirectory();
    closing.push(() => directory.remove());
    const name = uuidv7();
    const ids = Array.from({ length: 200 }, () => uuidv7());
    const script = await holdJobs(["pglite", directory.path, name], ids, 2);
    await script.kill();
    const database = new PgliteDatabase({ directory: directory.path, onError: () => undefined });
    await database.start();
    closing.push(() => database.close());
    const store: QueueStore = { kind: "pglite", session: database.pglite };
    const queue = await startQueue(store, name);
    expect(await queue.missing(ids)).toEqual([]);
    const jobs: Job[] = [];
    const lost: string[] = [];
    await startWorker(store, name, jobs, lost);
    await eventually(() => isEmpty(queue));
    expect(jobs.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(lost).toEqual([]);
  });

  it("reports a job with which every worker is lost", async () => {
    const { store, url, stop } = await servers.redis();
    closing.push(stop);
    const name = uuidv7();
    const id = uuidv7();
    // One loss is allowed, a second one is not.
    for (const given of [[id], []]) {
      const script = await holdJobs(["redis", url, name], given, 1);
      await script.kill();
    }
    const queue = await startQueue(store, name);
    const jobs: Job[] = [];
    const lost: string[] = [];
    await startWorker(store, name, jobs, lost);
    await eventually(() => expect(lost).toEqual([id]));
    await isEmpty(queue);
    expect(jobs).toEqual([]);
  });
});
