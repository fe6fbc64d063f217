import { RateLimiterMemory } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;

/** Counts events by name, such as invalid keys by client address, per minute and in this process. */
export class PerMinute {
  readonly #limit: number;
  readonly #counted: RateLimiterMemory;

  constructor(limit: number) {
    this.#limit = limit;
    this.#counted = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS });
  }

  /** Counts one. Returns the seconds until the next minute if the count exceeds the limit, otherwise null. */
  async count(name: string): Promise<number | null> {
    const { consumedPoints, msBeforeNext } = await this.#counted.penalty(name);
    return consumedPoints > this.#limit ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : null;
  }
}
