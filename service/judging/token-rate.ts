import type { Usage } from "../../engine/engine.ts";
import type { WorkerReport } from "../../schemas/service-state.ts";
import type { AttemptMetrics } from "./attempts.ts";

const WINDOW_SECONDS = 60;

interface Second {
  readonly at: number;
  prompt: number;
  cached: number;
  generated: number;
}

/** Tokens of the last minute. A generation counts when it ends. */
export class TokenRate {
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #seconds: Second[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** The same metrics, whose generations are counted here too. */
  counting(metrics: AttemptMetrics): AttemptMetrics {
    return {
      observeQueueWait: (seconds) => metrics.observeQueueWait(seconds),
      countRetry: (code) => metrics.countRetry(code),
      countVerdict: (policy, outcome) => metrics.countVerdict(policy, outcome),
      observeGeneration: (seconds, usage) => {
        this.add(usage);
        metrics.observeGeneration(seconds, usage);
      },
    };
  }

  add({ promptTokens, cachedTokens, reasoningTokens, completionTokens }: Usage): void {
    const at = Math.floor(this.#now() / 1000);
    let second = this.#seconds.at(-1);
    if (second?.at !== at) {
      second = { at, prompt: 0, cached: 0, generated: 0 };
      this.#seconds.push(second);
    }
    second.prompt += promptTokens;
    second.cached += cachedTokens;
    second.generated += reasoningTokens + completionTokens;
    this.#forget(at);
  }

  perSecond(): WorkerReport["tokens_per_second"] {
    const now = this.#now();
    this.#forget(Math.floor(now / 1000));
    const seconds = Math.min(WINDOW_SECONDS, Math.max(1, (now - this.#startedAt) / 1000));
    const mean = (read: (second: Second) => number): number =>
      this.#seconds.reduce((sum, second) => sum + read(second), 0) / seconds;
    return {
      prompt: mean(({ prompt }) => prompt),
      cached: mean(({ cached }) => cached),
      generated: mean(({ generated }) => generated),
    };
  }

  #forget(now: number): void {
    while ((this.#seconds[0]?.at ?? now) <= now - WINDOW_SECONDS) this.#seconds.shift();
  }
}
