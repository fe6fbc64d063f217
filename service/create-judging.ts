import type { Engine } from "../engine/engine.ts";
import { WorkerHeartbeat } from "./judging/worker-heartbeat.ts";
import { Attempts } from "./judging/attempts.ts";
import { Judging } from "./judging/judging.ts";
import { PreparedPolicies } from "./judging/prepared-policies.ts";
import { ServiceRate } from "./judging/service-rate.ts";
import type { PartDependencies } from "./part.ts";
import { BullClassifyWorker } from "./queue/classify-worker.ts";

/** Judges the items of the queue with an engine. */
export function createJudging(
  { config, stores, logger, metrics }: PartDependencies,
  engine: Engine,
): Judging {
  const { policies, verdicts, workers, hashes, queueStore, onError } = stores;
  const rate = new ServiceRate();
  const attempts = new Attempts({
    config,
    engine,
    rate,
    canJudge: () => judging.canJudge(),
    verdicts,
    prepared: new PreparedPolicies(policies),
    hashes,
    logger,
    metrics,
  });
  const judging = new Judging({
    config,
    engine,
    logger,
    metrics,
    slotsFor: (maxConcurrency) => config.queue.concurrency ?? maxConcurrency,
    createHeartbeat: (slots) => new WorkerHeartbeat({ workers, rate, slots, logger }),
    createWorker: (concurrency) =>
      new BullClassifyWorker({
        store: queueStore,
        concurrency,
        maxLosses: config.queue.maxAttempts,
        process: (job, signal) => attempts.process(job, signal),
        onLost: (id) => attempts.lost(id),
        onError,
      }),
  });
  return judging;
}
