import { parsePolicy } from "../../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../../policies/policy.ts";

const DEFAULT_MAX_CHARACTERS = 16_000_000;

/** Parsed policies by sha256, which identifies their bytes. The least recently used are evicted first. */
export class PolicyCache {
  readonly #policies = new Map<string, ParsedPolicy>();
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxCharacters = DEFAULT_MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  get(sha256: string): ParsedPolicy | undefined {
    const policy = this.#policies.get(sha256);
    if (policy !== undefined) {
      this.#policies.delete(sha256);
      this.#policies.set(sha256, policy);
    }
    return policy;
  }

  add(policy: ParsedPolicy): void {
    if (this.#policies.has(policy.sha256)) return;
    this.#policies.set(policy.sha256, policy);
    this.#characters += policy.source.length;
    for (const [sha256, oldest] of this.#policies) {
      if (this.#characters <= this.#maxCharacters || this.#policies.size === 1) break;
      this.#policies.delete(sha256);
      this.#characters -= oldest.source.length;
    }
  }

  /** Returns the policies of all these digests. Unknown ones are parsed from the bytes that `load` returns. */
  async getAll(
    digests: readonly string[],
    load: (missing: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>,
  ): Promise<ReadonlyMap<string, ParsedPolicy>> {
    const found = new Map<string, ParsedPolicy>();
    const missing: string[] = [];
    for (const sha256 of new Set(digests)) {
      const policy = this.get(sha256);
      if (policy === undefined) missing.push(sha256);
      else found.set(sha256, policy);
    }
    if (missing.length > 0) {
      for (const [sha256, source] of await load(missing)) {
        const policy = parsePolicy(source);
        this.add(policy);
        found.set(sha256, policy);
      }
    }
    return found;
  }
}
