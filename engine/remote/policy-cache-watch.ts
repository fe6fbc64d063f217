/** A repeated policy is recomputed for each request. */
export interface PolicyNotCached {
  /** Tokens of the policy's part of the prompt. */
  readonly policyTokens: number;
  /** Consecutive requests that found almost nothing of it in the cache. */
  readonly requests: number;
}

/** Shorter policies cost little, and servers cache prefixes in blocks. */
const MIN_POLICY_TOKENS = 256;
/** A server with slots must compute a policy once in each slot. */
const MISSES_TO_REPORT = 16;
const MAX_POLICIES = 256;

/**
 * Checks that the prefix cache of one server works: the first request of a policy fills it, and later requests read
 * the policy from it. Reports only the first policy for which that fails many times in a row.
 */
export class PolicyCacheWatch {
  readonly #report: (fault: PolicyNotCached) => void;
  /** Consecutive misses by policy, least recently used first. */
  readonly #misses = new Map<string, number>();
  #reported = false;

  constructor(report: (fault: PolicyNotCached) => void) {
    this.#report = report;
  }

  /** Starts a request. The returned function takes its cached tokens; null if the server does not report them. */
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
