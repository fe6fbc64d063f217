import { lintDocument, type LintOptions, lintPolicy } from "../../policies/lint/lint-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyLint } from "../../schemas/policy-lint.ts";
import type { Config } from "../config/config.ts";
import { assertRunnable } from "./accept-policy.ts";
import { type ContextLimits, contextSize } from "./context-size.ts";

/** Characters of all kept reports as JSON. One has a few thousand; the longest possible, some 300,000. */
const MAX_KEPT_CHARACTERS = 16 * 1024 * 1024;

interface Settings {
  readonly engine: ContextLimits;
  readonly price: Config["price"];
}

/** Lints policies for the configured engine. Reports of stored versions are kept by SHA-256, since a text never changes. */
export class PolicyLinter {
  readonly #options: LintOptions;
  readonly #kept = new Map<string, PolicyLint>();
  #size = 0;

  constructor({ engine, price }: Settings, countTokens: (text: string) => number) {
    const { maxContextTokens } = engine;
    this.#options = {
      countTokens,
      price: price === null ? null : { perMillion: price.promptPerMillion, currency: price.currency },
      assertRunnable: (policy) => assertRunnable(policy, engine),
      contextUse: (policy) => {
        const { promptTokens, usualTokens, usualReasoningTokens } = contextSize(policy, engine);
        return {
          promptTokens,
          maxContextTokens,
          contentTokens: maxContextTokens - usualTokens,
          maxReasoningTokens: usualReasoningTokens,
        };
      },
    };
  }

  lintDocument(bytes: Uint8Array): PolicyLint {
    return lintDocument(bytes, this.#options);
  }

  lintVersion(policy: ParsedPolicy): PolicyLint {
    const kept = this.#kept.get(policy.sha256);
    if (kept !== undefined) return kept;
    const lint = lintPolicy(policy, this.#options);
    this.#size += JSON.stringify(lint).length;
    if (this.#size > MAX_KEPT_CHARACTERS) {
      this.#kept.clear();
      this.#size = 0;
    }
    this.#kept.set(policy.sha256, lint);
    return lint;
  }
}
