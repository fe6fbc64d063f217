import { KeyUse } from "./audit/key-use.ts";
import { BatchRunner } from "./batches/runner.ts";
import { BatchService } from "./batches/batch-service.ts";
import { EvaluationGate } from "./evaluations/evaluation-gate.ts";
import { EvaluationRunner } from "./evaluations/runner.ts";
import { EvaluationService } from "./evaluations/evaluation-service.ts";
import { TrialRunner } from "./evaluations/trial-runner.ts";
import { TrialService } from "./evaluations/trial-service.ts";
import { GoldenService } from "./evaluations/golden-service.ts";
import { Admission } from "./judging/admission.ts";
import { Classifier } from "./judging/classifier.ts";
import { Dispatcher } from "./judging/dispatcher.ts";
import { SettledWaiters } from "./judging/settled-waiters.ts";
import { Sweeper } from "./judging/sweeper.ts";
import type { RequestCounter } from "./keys/request-counter.ts";
import type { Part, PartDependencies } from "./part.ts";
import { Releases } from "./policies/releases.ts";
import { createRequestCounter } from "./queue/request-counter.ts";
import { Reviews } from "./reviews/reviews.ts";
import { SessionSweeper } from "./sessions/session-sweeper.ts";
import { Webhooks } from "./webhooks/webhooks.ts";

/** Takes requests, commits their items, and moves them to the queue. */
export interface Accepting extends Part {
  readonly classifier: Classifier;
  readonly batchService: BatchService;
  readonly releases: Releases;
  readonly goldenService: GoldenService;
  readonly evaluationService: EvaluationService;
  readonly trialService: TrialService;
  readonly webhooks: Webhooks;
  readonly reviews: Reviews;
  readonly requestCounter: RequestCounter;
  readonly keyUse: KeyUse;
}

/**
 * In the Redis of `redisUrl` all processes count the requests of a key together; if it is null, each counts its own.
 */
export function createAccepting(
  { config, stores, logger, metrics }: PartDependencies,
  redisUrl: string | null,
): Accepting {
  const {
    policies,
    verdicts,
    backlog,
    batches,
    goldenSets,
    evaluations,
    trials,
    workers,
    queue,
    hashes,
    onError,
  } = stores;
  const waiters = new SettledWaiters(verdicts);
  const sweeper = new Sweeper({ config, verdicts, queue, logger });
  const sessionSweeper = new SessionSweeper({
    sessions: stores.sessions,
    intervalMs: config.retention.sweepIntervalMs,
    logger,
  });
  const dispatcher = new Dispatcher({
    config,
    backlog,
    workers,
    queue,
    verdicts,
    otherBatchJobs: () => evaluations.countInFlight(),
    logger,
  });
  const dispatch = (): void => dispatcher.wake();
  const batchRunner = new BatchRunner({ config, batches, verdicts, queue, dispatch, hashes, logger });
  const evaluationRunner = new EvaluationRunner({
    config,
    evaluations,
    goldenSets,
    work: stores.evaluationWork,
    backlog,
    workers,
    queue,
    logger,
  });
  const trialRunner = new TrialRunner({
    trials,
    wakeEvaluations: () => evaluationRunner.wake(),
    logger,
  });
  const requestCounter = createRequestCounter(redisUrl, onError);
  const admission = new Admission(config, backlog);
  const keyUse = new KeyUse({ log: stores.audit, logger });
  return {
    classifier: new Classifier({
      config,
      admission,
      dispatch,
      policies,
      verdicts,
      queue,
      waiters,
      hashes,
      logger,
      metrics,
    }),
    batchService: new BatchService({
      config,
      policies,
      batches,
      hashes,
      wake: () => batchRunner.wake(),
      logger,
    }),
    releases: new Releases({ policies, gate: new EvaluationGate({ evaluations, config }) }),
    goldenService: new GoldenService({ goldenSets, policies }),
    evaluationService: new EvaluationService({
      config,
      policies,
      goldenSets,
      evaluations,
      wake: () => evaluationRunner.wake(),
    }),
    trialService: new TrialService({
      config,
      policies,
      trials,
      wake() {
        trialRunner.wake();
        evaluationRunner.wake();
      },
    }),
    webhooks: new Webhooks({ store: stores.webhooks, policies, allowPrivate: config.webhooks.allowPrivate }),
    reviews: new Reviews({ store: stores.reviews, verdicts, policies, audit: stores.audit }),
    requestCounter,
    keyUse,
    start() {
      sweeper.start();
      sessionSweeper.start();
      batchRunner.start();
      evaluationRunner.start();
      trialRunner.start();
      dispatcher.start();
    },
    async close() {
      await sweeper.close();
      await sessionSweeper.close();
      await batchRunner.close();
      await trialRunner.close();
      await evaluationRunner.close();
      await dispatcher.close();
      waiters.close();
      requestCounter.close();
      await keyUse.close();
    },
  };
}
