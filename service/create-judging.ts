import type { Engine } from "../engine/engine.ts";
import { judgementOfJob } from "./evaluations/job-id.ts";
import { evaluationMetrics } from "./evaluations/evaluation-metrics.ts";
import { loadPolicy } from "./evaluations/load-policy.ts";
import { WorkerHeartbeat } from "./judging/worker-heartbeat.ts";
import { Attempts } from "./judging/attempts.ts";
import { Judging } from "./judging/judging.ts";
import { PreparedPolicies } from "./judging/prepared-policies.ts";
import { ServiceRate } from "./judging/service-rate.ts";
import { TokenRate } from "./judging/token-rate.ts";
import type { PartDependencies } from "./part.ts";
import { BullClassifyWorker } from "./queue/classify-worker.ts";

/** Judges the items of the queue with an engine. */
export function createJudging(
  { config, stores, logger, metrics }: PartDependencies,
  engine: Engine,
): Judging {
  const { policies, verdicts, evaluations, evaluationWork, workers, hashes, queueStore, onError } = stores;
  const rate = new ServiceRate();
  const tokens = new TokenRate();
  const common = { config, engine, rate, canJudge: () => judging.canJudge(), hashes, logger };
  const prepared = new PreparedPolicies((document) => loadPolicy(document, policies, evaluations));
  const ofItems = new Attempts({ ...common, verdicts, prepared, metrics: tokens.counting(metrics) });
  const ofEvaluations = new Attempts({
    ...common,
    verdicts: evaluationWork,
    prepared,
    metrics: tokens.counting(evaluationMetrics(metrics)),
  });
  const attemptsOf = (jobId: string): Attempts => (judgementOfJob(jobId) === null ? ofItems : ofEvaluations);
  const judging = new Judging({
    config,
    engine,
    logger,
    metrics,
    rate,
    tokens,
    slotsFor: (maxConcurrency) => config.queue.concurrency ?? maxConcurrency,
    createHeartbeat: (slots) => new WorkerHeartbeat({ workers, rate, slots, logger }),
    createWorker: (concurrency) =>
      new BullClassifyWorker({
        store: queueStore,
        concurrency,
        maxLosses: config.queue.maxAttempts,
        process: (job, signal) => attemptsOf(job.id).process(job, signal),
        onLost: (id) => attemptsOf(id).lost(id),
        onError,
      }),
  });
  return judging;
}
