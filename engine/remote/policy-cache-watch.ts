/** A policy that comes again and again is computed anew each time. */
export interface PolicyNotCached {
  /** Tokens of the policy's part of the prompt. */
  readonly policyTokens: number;
  /** Requests in a row that read next to nothing of it from the cache. */
  readonly requests: number;
}

/** Shorter ones cost little, and servers keep prefixes in blocks. */
const MIN_POLICY_TOKENS = 256;
/** A server with slots has to read a policy once in each of them. */
const MISSES_TO_REPORT = 16;
const MAX_POLICIES = 256;

/**
 * Whether one server's prefix cache works: a policy's first request fills it, and those that begin later read the
 * policy from it. Reports the first policy for which that fails many times in a row, and then no more.
 */
export class PolicyCacheWatch {
  readonly #report: (fault: PolicyNotCached) => void;
  /** Misses in a row by policy, those used last at the end. */
  readonly #misses = new Map<string, number>();
  #reported = false;

  constructor(report: (fault: PolicyNotCached) => void) {
    this.#report = report;
  }

  /** A request begins. What it returns is told how many tokens came from the cache, null if the server does not say. */
  begin(policy: string, policyTokens: number): (cachedTokens: number | null) => void {
    const isRepeated = this.#misses.has(policy);
    return (cachedTokens) => {
      if (this.#reported || cachedTokens === null || policyTokens < MIN_POLICY_TOKENS) return;
      const missed = isRepeated && cachedTokens < policyTokens / 2;
      const misses = missed ? (this.#misses.get(policy) ?? 0) + 1 : 0;
      this.#remember(policy, misses);
      if (misses < MISSES_TO_REPORT) return;
      this.#reported = true;
      this.#report({ policyTokens, requests: misses });
    };
  }

  #remember(policy: string, misses: number): void {
    this.#misses.delete(policy);
    this.#misses.set(policy, misses);
    const [oldest] = this.#misses.keys();
    if (this.#misses.size > MAX_POLICIES && oldest !== undefined) this.#misses.delete(oldest);
  }
}
