import type { Engine } from "../../engine/engine.ts";
import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { AttemptOutcome, Job } from "./classify-queue.ts";
import type { ContentHashes } from "./content-hashes.ts";
import { attemptFailure, recordFailure } from "./attempt-failure.ts";
import { judge } from "./judge.ts";
import type { PreparedPolicies } from "./prepared-policies.ts";
import type { ServiceRate } from "./service-rate.ts";
import { abortWhenSettled } from "./abort-when-settled.ts";
import type { WorkItem } from "./verdict-store.ts";
import type { WorkStore } from "./work-store.ts";

const DATABASE_RETRY_MS = 500;
const READY_CHECK_MS = 50;

export type AttemptMetrics = Pick<
  Metrics,
  "observeQueueWait" | "observeGeneration" | "countRetry" | "countVerdict"
>;

export interface AttemptDependencies {
  readonly config: Pick<Config, "engine" | "queue">;
  readonly engine: Engine;
  /** False while the engine is unavailable, or has not passed a required self-test. */
  readonly canJudge: () => boolean;
  /** Measures how long each slot is in use. */
  readonly rate: Pick<ServiceRate, "begin">;
  readonly verdicts: WorkStore;
  readonly prepared: PreparedPolicies;
  readonly hashes: ContentHashes;
  readonly logger: Logger;
  readonly metrics: AttemptMetrics;
}

/**
 * Makes one attempt at one item: begins it, judges it and settles it. A retryable failure is retried while attempts are
 * left; every other failure settles the item as failed, never as safe.
 */
export class Attempts {
  readonly #deps: AttemptDependencies;

  constructor(deps: AttemptDependencies) {
    this.#deps = deps;
  }

  async process(job: Job, closing: AbortSignal): Promise<AttemptOutcome> {
    const { rate, verdicts } = this.#deps;
    const endMeasure = rate.begin();
    let settled = false;
    try {
      return await abortWhenSettled(verdicts, job.id, async (settledElsewhere) => {
        const item = await this.#begin(job.id, closing);
        const outcome = item === null ? null : await this.#attempt(job, item, closing, settledElsewhere);
        settled = outcome === "done";
        return outcome ?? "done";
      });
    } finally {
      endMeasure(settled);
    }
  }

  /** Null if the item was settled elsewhere meanwhile. */
  async #attempt(
    job: Job,
    item: WorkItem,
    closing: AbortSignal,
    settledElsewhere: AbortSignal,
  ): Promise<AttemptOutcome | null> {
    const { config, metrics } = this.#deps;
    metrics.observeQueueWait((Date.now() - item.createdAt.getTime()) / 1000);
    const timeoutMs = config.queue.attemptTimeoutMs;
    const { signal, unlink } = linkSignals([closing, settledElsewhere], { timeoutMs });
    try {
      await this.#judgeAndComplete(item, signal);
      return "done";
    } catch (cause) {
      if (settledElsewhere.aborted) return null;
      if (closing.aborted) return await this.#requeue(job);
      return await this.#failed(job, item, signal.aborted ? deadlineExceeded(timeoutMs, cause) : cause);
    } finally {
      unlink();
    }
  }

  /** Fails the item of a job that the queue has given up because its workers were lost too often. */
  async lost(id: string): Promise<void> {
    const { verdicts, logger, metrics } = this.#deps;
    logger.error({ verdict_id: id }, "the job was lost with its worker");
    if (!(await verdicts.fail(id, recordFailure("failed", "worker_lost", null)))) return;
    const record = await verdicts.get(id);
    if (record !== null) metrics.countVerdict(record.policy.id, "worker_lost");
  }

  /** Waits while the database is unavailable: an outage is not a failure of the item and costs no attempt. */
  async #begin(id: string, closing: AbortSignal): Promise<WorkItem | null> {
    for (;;) {
      try {
        return await this.#deps.verdicts.begin(id);
      } catch (error) {
        const unavailable = error instanceof ServiceError && error.code === "not_ready";
        if (!unavailable || closing.aborted) throw error;
        await pause(DATABASE_RETRY_MS, closing);
      }
    }
  }

  /** Returns the item to the queue because the worker closes. The attempt does not count. */
  async #requeue(job: Job): Promise<AttemptOutcome> {
    await this.#deps.verdicts.requeue(job.id);
    return "retry";
  }

  async #failed(job: Job, item: WorkItem, error: unknown): Promise<AttemptOutcome> {
    const { verdicts, logger, metrics } = this.#deps;
    const { code, detail, retryable } = attemptFailure(error);
    const retry = retryable && !job.lastAttempt;
    // Only an internal error needs its stack.
    const err = code === "internal_error" ? error : undefined;
    logger.warn({ verdict_id: job.id, attempt: job.attempt, code, retry, err }, "attempt failed");
    if (retry) {
      metrics.countRetry(code);
      await verdicts.requeue(job.id);
      return "retry";
    }
    if (await verdicts.fail(job.id, recordFailure("failed", code, detail))) {
      metrics.countVerdict(item.policyId, code);
    }
    return "done";
  }

  async #judgeAndComplete(item: WorkItem, signal: AbortSignal): Promise<void> {
    const { config, engine, canJudge, verdicts, prepared, hashes, logger, metrics } = this.#deps;
    // A restart of the engine costs no attempt if it ends before the attempt's deadline.
    while (!canJudge() && !signal.aborted) await pause(READY_CHECK_MS, signal);
    const policy = await prepared.get(item);
    const { promptSha256, model, ...judged } = await judge(
      engine,
      { ...config.engine, seed: item.seed ?? config.engine.seed },
      policy,
      item.content,
      item.reasoningEffort,
      signal,
    );
    const completion = { ...judged, model: { ...model, prompt_hmac: hashes.ofText(promptSha256) } };
    const { usage, engineMs, generations, verdict } = completion;
    metrics.observeGeneration(engineMs / 1000, {
      promptTokens: usage.prompt_tokens,
      cachedTokens: usage.cached_tokens,
      reasoningTokens: usage.reasoning_tokens,
      completionTokens: usage.completion_tokens,
    });
    if (!(await verdicts.complete(item.id, completion))) return;
    metrics.countVerdict(item.policyId, verdict.violation === 1 ? "violation" : "no_violation");
    logger.info(
      {
        verdict_id: item.id,
        policy: item.policyId,
        version: item.policyVersion,
        engine_ms: engineMs,
        generations,
        ...usage,
      },
      "judged",
    );
  }
}

function deadlineExceeded(limitMs: number, cause: unknown): ServiceError {
  return new ServiceError("deadline_exceeded", `Judging took longer than ${limitMs} ms.`, { cause });
}
