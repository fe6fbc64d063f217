import type { AttemptMetrics } from "../judging/attempts.ts";

/**
 * Judgements of evaluations cost tokens and time like any other, but they are not verdicts, and no caller waits for
 * them.
 */
export function evaluationMetrics(metrics: AttemptMetrics): AttemptMetrics {
  return {
    observeQueueWait: () => undefined,
    observeGeneration: (seconds, usage) => metrics.observeGeneration(seconds, usage),
    countRetry: (code) => metrics.countRetry(code),
    countVerdict: () => undefined,
  };
}
