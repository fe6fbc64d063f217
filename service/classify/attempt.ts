import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../engine/engine.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { AttemptOutcome, Job } from "./classify-queue.ts";
import { withDeadline } from "./deadline.ts";
import { attemptFailure, recordFailure } from "./engine-outcome.ts";
import { judge } from "./judge.ts";
import type { PreparedPolicies } from "./prepared-policies.ts";
import type { VerdictStore, WorkItem } from "./verdict-store.ts";

export interface AttemptDependencies {
  readonly config: Pick<Config, "engine" | "queue">;
  readonly engine: Engine;
  readonly verdicts: VerdictStore;
  readonly prepared: PreparedPolicies;
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
    const { config, verdicts, metrics } = this.#deps;
    const item = await verdicts.begin(job.id);
    if (item === null) return "done";
    metrics.observeQueueWait((Date.now() - item.createdAt.getTime()) / 1000);

    return withDeadline(closing, config.queue.attemptTimeoutMs, async (signal, expired) => {
      try {
        await this.#judgeAndComplete(item, signal);
        return "done";
      } catch (cause) {
        const error = expired() ? deadlineExceeded(config.queue.attemptTimeoutMs, cause) : cause;
        return closing.aborted ? this.#giveBack(job) : this.#failed(job, item, error);
      }
    });
  }

  /** The queue gave the job up: its worker was lost too often. */
  async lost(id: string): Promise<void> {
    const { verdicts, logger } = this.#deps;
    logger.error({ verdict_id: id }, "job lost with its worker");
    await verdicts.fail(id, recordFailure("failed", "worker_lost", null));
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
    if (await verdicts.fail(job.id, recordFailure("failed", code, detail)))
      metrics.countVerdict(item.policyId, code);
    return "done";
  }

  async #judgeAndComplete(item: WorkItem, signal: AbortSignal): Promise<void> {
    const { config, engine, verdicts, prepared, logger, metrics } = this.#deps;
    await untilReady(engine, signal);
    const policy = await prepared.get(item.policyId, item.policyVersion, item.reasoningEffort);
    const completion = await judge(engine, config.engine, policy, item.content, item.reasoningEffort, signal);
    const { usage, engineMs, verdict } = completion;
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
        ...usage,
      },
      "judged",
    );
  }
}

/** An engine that is coming back is waited for within the attempt's deadline, so a restart costs no attempt. */
async function untilReady(engine: Engine, signal: AbortSignal): Promise<void> {
  while (engine.health().status !== "ready" && !signal.aborted)
    await sleep(50, undefined, { signal }).catch(() => {});
}

function deadlineExceeded(limitMs: number, cause: unknown): ServiceError {
  return new ServiceError("deadline_exceeded", `Judging took longer than ${limitMs} ms.`, { cause });
}
