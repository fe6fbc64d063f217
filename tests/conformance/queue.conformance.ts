import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ClassifyWorkerOptions, Job } from "../../service/judging/classify-queue.ts";
import { BullClassifyQueue } from "../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../service/queue/classify-worker.ts";
import type { QueueStore } from "../../service/queue/connect-queue.ts";
import { uuidv7 } from "../helpers/stores.ts";
import { eventually } from "../helpers/eventually.ts";

export interface OpenedQueueStore {
  readonly store: QueueStore;
  close(): Promise<void>;
}

const ATTEMPTS = 3;

/** What every implementation of the queue must do. */
export function queueConformance(name: string, open: () => Promise<OpenedQueueStore>): void {
  describe(`queue on ${name}`, () => {
    let opened: OpenedQueueStore;
    const closing: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      opened = await open();
    });
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });
    afterAll(async () => {
      await opened.close();
    });

    async function startQueue(queueName = uuidv7()): Promise<BullClassifyQueue & { readonly named: string }> {
      const queue = new BullClassifyQueue({
        store: opened.store,
        name: queueName,
        attempts: ATTEMPTS,
        backoffMs: 20,
      });
      await queue.start();
      closing.push(() => queue.close());
      return Object.assign(queue, { named: queueName });
    }

    async function startWorker(
      queueName: string,
      options: Partial<ClassifyWorkerOptions> & { readonly lockMs?: number },
    ): Promise<BullClassifyWorker> {
      const worker = new BullClassifyWorker({
        store: opened.store,
        name: queueName,
        concurrency: 1,
        maxLosses: 2,
        lockMs: 5000,
        stalledCheckMs: 200,
        process: async () => "done",
        onLost: async () => undefined,
        ...options,
      });
      await worker.start();
      closing.push(() => worker.close({ graceMs: 0 }));
      return worker;
    }

    const interactive = (id: string) => ({ id, priority: "interactive" as const });
    const batch = (id: string) => ({ id, priority: "batch" as const });
    const isEmpty = async (queue: BullClassifyQueue): Promise<void> =>
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0 });

    it("gives each job to one worker, and then removes it", async () => {
      const queue = await startQueue();
      const ids = Array.from({ length: 40 }, () => uuidv7());
      const seen: string[] = [];
      const jobs: Job[] = [];
      await queue.add(ids.slice(0, 20).map(interactive));
      expect(await queue.counts()).toEqual({ waiting: 20, delayed: 0, active: 0 });
      const process = async (job: Job) => {
        jobs.push(job);
        seen.push(job.id);
        return "done" as const;
      };
      await startWorker(queue.named, { process, concurrency: 4 });
      await startWorker(queue.named, { process, concurrency: 4 });
      for (const id of ids.slice(20)) await queue.add([interactive(id)]);
      await eventually(() => isEmpty(queue));
      expect(seen.toSorted()).toEqual(ids.toSorted());
      expect(jobs[0]).toEqual({ id: jobs[0]?.id, attempt: 1, lastAttempt: false });
      expect(await queue.missing(ids)).toEqual(ids);
    });

    it("ignores an id that is waiting or running, and accepts one that is done", async () => {
      const queue = await startQueue();
      const id = uuidv7();
      await queue.add([interactive(id)]);
      await queue.add([interactive(id), batch(id)]);
      await queue.add([batch(id)]);
      expect((await queue.counts()).waiting).toBe(1);
      let runs = 0;
      let finish = (): void => undefined;
      const process = async () => {
        runs += 1;
        await new Promise<void>((resolve) => (finish = resolve));
        return "done" as const;
      };
      await startWorker(queue.named, { process, concurrency: 2 });
      await eventually(() => expect(runs).toBe(1));
      await queue.add([interactive(id)]);
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 1 });
      finish();
      await eventually(() => isEmpty(queue));
      await queue.add([interactive(id)]);
      await eventually(() => expect(runs).toBe(2));
      finish();
      await eventually(() => isEmpty(queue));
    });

    it("runs interactive jobs before batch jobs, each kind in its order", async () => {
      const queue = await startQueue();
      const ids = Array.from({ length: 6 }, () => uuidv7()) as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      await queue.add([batch(ids[0]), interactive(ids[1]), batch(ids[2])]);
      await queue.add([interactive(ids[3])]);
      await queue.add([batch(ids[4])]);
      await queue.add([interactive(ids[5])]);
      expect((await queue.counts()).waiting).toBe(6);
      const seen: string[] = [];
      await startWorker(queue.named, { process: async ({ id }) => (seen.push(id), "done") });
      await eventually(() => isEmpty(queue));
      expect(seen).toEqual([ids[1], ids[3], ids[5], ids[0], ids[2], ids[4]]);
    });

    it("retries with a growing delay if the job requests it or is rejected, then reports it as lost", async () => {
      const queue = await startQueue();
      const [asking, rejecting, lucky] = [uuidv7(), uuidv7(), uuidv7()];
      const jobs: Job[] = [];
      const lost: string[] = [];
      const process = async (job: Job) => {
        jobs.push(job);
        if (job.id === rejecting) throw new Error("rejected");
        return job.id === lucky && job.attempt === 2 ? "done" : "retry";
      };
      await startWorker(queue.named, { process, onLost: async (id) => void lost.push(id), concurrency: 3 });
      await queue.add([asking, rejecting, lucky].map(interactive));
      await eventually(() => expect(lost.toSorted()).toEqual([asking, rejecting].toSorted()));
      await eventually(() => isEmpty(queue));
      const attemptsOf = (id: string) => jobs.filter((job) => job.id === id);
      expect(attemptsOf(asking)).toEqual(
        [1, 2, 3].map((attempt) => ({ id: asking, attempt, lastAttempt: attempt === ATTEMPTS })),
      );
      expect(attemptsOf(rejecting)).toHaveLength(ATTEMPTS);
      expect(attemptsOf(lucky)).toHaveLength(2);
    });

    it("counts a job between two attempts as delayed, and not as missing", async () => {
      const queue = await startQueue();
      const slow = new BullClassifyQueue({
        store: opened.store,
        name: queue.named,
        attempts: 2,
        backoffMs: 60_000,
      });
      await slow.start();
      closing.push(() => slow.close());
      const id = uuidv7();
      await slow.add([interactive(id)]);
      await startWorker(queue.named, { process: async () => "retry" });
      await eventually(async () =>
        expect(await queue.counts()).toEqual({ waiting: 0, delayed: 1, active: 0 }),
      );
      expect(await queue.missing([id, uuidv7(), "a\u0000b:c"].slice(0, 2))).toHaveLength(1);
      await queue.remove(id);
      expect(await queue.missing([id])).toEqual([id]);
    });

    it("removes a waiting job, and lets a running one continue", async () => {
      const queue = await startQueue();
      const [running, waiting] = [uuidv7(), uuidv7()];
      await queue.add([running, waiting].map(interactive));
      const seen: string[] = [];
      let finish = (): void => undefined;
      const process = async ({ id }: Job) => {
        seen.push(id);
        await new Promise<void>((resolve) => (finish = resolve));
        return "done" as const;
      };
      await startWorker(queue.named, { process });
      await eventually(() => expect(seen).toHaveLength(1));
      await queue.remove(running);
      await queue.remove(waiting);
      await queue.remove(uuidv7());
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 1 });
      expect(await queue.missing([running, waiting])).toEqual([waiting]);
      finish();
      await eventually(() => isEmpty(queue));
      expect(seen).toEqual([running]);
    });

    it("renews the lock of a job that runs longer than the lock time", async () => {
      const queue = await startQueue();
      let runs = 0;
      const process = async () => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 4000));
        return "done" as const;
      };
      await startWorker(queue.named, { process, concurrency: 2, lockMs: 1500 });
      await startWorker(queue.named, { process, concurrency: 2, lockMs: 1500 });
      await queue.add([interactive(uuidv7())]);
      await eventually(() => expect(runs).toBe(1));
      await eventually(() => isEmpty(queue));
      expect(runs).toBe(1);
    });

    it("lets running jobs finish within the grace of closing", async () => {
      const queue = await startQueue();
      const [first, second] = [uuidv7(), uuidv7()];
      const seen: string[] = [];
      const worker = await startWorker(queue.named, {
        process: async ({ id }) => {
          seen.push(id);
          await new Promise((resolve) => setTimeout(resolve, 300));
          return "done";
        },
      });
      await queue.add([first, second].map(interactive));
      await eventually(() => expect(seen).toEqual([first]));
      await worker.close({ graceMs: 10_000 });
      expect(seen).toEqual([first]);
      expect(await queue.counts()).toEqual({ waiting: 1, delayed: 0, active: 0 });
    });

    it("aborts jobs that exceed the grace, and another worker runs them without a lost attempt", async () => {
      const queue = await startQueue();
      const [heeding, deaf] = [uuidv7(), uuidv7()];
      let started = 0;
      const worker = await startWorker(queue.named, {
        concurrency: 2,
        process: async ({ id }, signal) => {
          started += 1;
          await new Promise((_, reject) => {
            if (id === heeding) signal.addEventListener("abort", () => reject(signal.reason as Error));
          });
          return "done";
        },
      });
      await queue.add([heeding, deaf].map(interactive));
      await eventually(() => expect(started).toBe(2));
      await worker.close({ graceMs: 50 });
      const jobs: Job[] = [];
      await startWorker(queue.named, { process: async (job) => (jobs.push(job), "done") });
      await eventually(() => isEmpty(queue));
      expect(jobs.map(({ id, attempt }) => `${id} ${attempt}`).toSorted()).toEqual(
        [heeding, deaf].map((id) => `${id} 1`).toSorted(),
      );
    });

    it("continues when reporting a lost job fails", async () => {
      const queue = await startQueue();
      const errors: Error[] = [];
      const onLost = async () => Promise.reject(new Error("no database"));
      const worker = new BullClassifyWorker({
        store: opened.store,
        name: queue.named,
        concurrency: 1,
        maxLosses: 1,
        process: async ({ lastAttempt }) => (lastAttempt ? "retry" : Promise.reject(new Error("again"))),
        onLost,
        onError: (error) => errors.push(error),
      });
      await worker.start();
      closing.push(() => worker.close({ graceMs: 0 }));
      await queue.add([interactive(uuidv7())]);
      await eventually(() => expect(errors.map(({ message }) => message)).toContain("no database"));
      await isEmpty(queue);
    });

    it("responds to a ping, and refuses jobs before it has started", async () => {
      const queue = await startQueue();
      await queue.ping();
      await queue.add([]);
      expect(await queue.missing([])).toEqual([]);
      const unstarted = new BullClassifyQueue({
        store: opened.store,
        name: "unstarted",
        attempts: 1,
        backoffMs: 1,
      });
      await expect(unstarted.add([interactive(uuidv7())])).rejects.toMatchObject({ code: "not_ready" });
      await unstarted.close();
    });
  });
}
