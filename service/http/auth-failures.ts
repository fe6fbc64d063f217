import { RateLimiterMemory } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;

/** Counts invalid keys by client address, per minute and in this process. */
export class AuthFailures {
  readonly #limit: number;
  readonly #counted: RateLimiterMemory;

  constructor(limit: number) {
    this.#limit = limit;
    this.#counted = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS });
  }

  /** Counts one and returns the seconds for which the address has to wait; null if it does not have to. */
  async count(address: string): Promise<number | null> {
    const { consumedPoints, msBeforeNext } = await this.#counted.penalty(address);
    return consumedPoints > this.#limit ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : null;
  }
}
