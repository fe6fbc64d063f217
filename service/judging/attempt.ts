import type { Engine } from "../../engine/engine.ts";
import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { AttemptOutcome, Job } from "./classify-queue.ts";
import type { ContentHashes } from "./content-hash.ts";
import { attemptFailure, recordFailure } from "./engine-outcome.ts";
import { judge } from "./judge.ts";
import type { PreparedPolicies } from "./prepared-policies.ts";
import type { ServiceRate } from "./service-rate.ts";
import { untilSettledElsewhere } from "./settled-elsewhere.ts";
import type { VerdictStore, WorkItem } from "./verdict-store.ts";

const DATABASE_RETRY_MS = 500;
const READY_CHECK_MS = 50;

export interface AttemptDependencies {
  readonly config: Pick<Config, "engine" | "queue">;
  readonly engine: Engine;
  /** False while the engine is away, or has not passed the self-test that is required of it. */
  readonly canJudge: () => boolean;
  /** Told of each place that is taken, and whether something was judged in it. */
  readonly rate: Pick<ServiceRate, "begin">;
  readonly verdicts: VerdictStore;
  readonly prepared: PreparedPolicies;
  readonly hashes: ContentHashes;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * One attempt at one item: take it, judge it, settle it. A failure worth repeating asks for a retry while
 * attempts are left; every other failure settles the item as failed, never as safe.
 */
export class Attempts {
  readonly #deps: AttemptDependencies;

  constructor(deps: AttemptDependencies) {
    this.#deps = deps;
  }

  async process(job: Job, closing: AbortSignal): Promise<AttemptOutcome> {
    const { rate, verdicts } = this.#deps;
    const free = rate.begin();
    let settled = false;
    try {
      return await untilSettledElsewhere(verdicts, job.id, async (elsewhere) => {
        const item = await this.#begin(job.id, closing);
        const outcome = item === null ? null : await this.#attempt(job, item, closing, elsewhere);
        settled = outcome === "done";
        return outcome ?? "done";
      });
    } finally {
      free(settled);
    }
  }

  /** Null if somebody else settled the item meanwhile. */
  async #attempt(
    job: Job,
    item: WorkItem,
    closing: AbortSignal,
    elsewhere: AbortSignal,
  ): Promise<AttemptOutcome | null> {
    const { config, metrics } = this.#deps;
    metrics.observeQueueWait((Date.now() - item.createdAt.getTime()) / 1000);
    const timeoutMs = config.queue.attemptTimeoutMs;
    const { signal, unlink } = linkSignals([closing, elsewhere], { timeoutMs });
    try {
      await this.#judgeAndComplete(item, signal);
      return "done";
    } catch (cause) {
      if (elsewhere.aborted) return null;
      if (closing.aborted) return await this.#giveBack(job);
      return await this.#failed(job, item, signal.aborted ? deadlineExceeded(timeoutMs, cause) : cause);
    } finally {
      unlink();
    }
  }

  /** The queue gave the job up: its worker was lost too often. */
  async lost(id: string): Promise<void> {
    const { verdicts, logger, metrics } = this.#deps;
    logger.error({ verdict_id: id }, "job lost with its worker");
    if (!(await verdicts.fail(id, recordFailure("failed", "worker_lost", null)))) return;
    const record = await verdicts.get(id);
    if (record !== null) metrics.countVerdict(record.policy.id, "worker_lost");
  }

  /** A database that is away is waited for with the job in hand: it says nothing of the item and costs no attempt. */
  async #begin(id: string, closing: AbortSignal): Promise<WorkItem | null> {
    for (;;) {
      try {
        return await this.#deps.verdicts.begin(id);
      } catch (error) {
        const away = error instanceof ServiceError && error.code === "not_ready";
        if (!away || closing.aborted) throw error;
        await pause(DATABASE_RETRY_MS, closing);
      }
    }
  }

  /** The worker closes: the item goes back to queued, and its job with it, without counting the attempt. */
  async #giveBack(job: Job): Promise<AttemptOutcome> {
    await this.#deps.verdicts.requeue(job.id);
    return "retry";
  }

  async #failed(job: Job, item: WorkItem, error: unknown): Promise<AttemptOutcome> {
    const { verdicts, logger, metrics } = this.#deps;
    const { code, detail, retryable } = attemptFailure(error);
    const retry = retryable && !job.lastAttempt;
    // Stacks are for faults of ours; the engine's own errors speak for themselves.
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
    // Waited for within the attempt's deadline, so that a restart of the engine costs no attempt.
    while (!canJudge() && !signal.aborted) await pause(READY_CHECK_MS, signal);
    const policy = await prepared.get(item.policyId, item.policyVersion, item.reasoningEffort);
    const { promptSha256, model, ...judged } = await judge(
      engine,
      config.engine,
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
