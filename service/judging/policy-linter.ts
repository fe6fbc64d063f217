import { lintDocument, type LintOptions, lintPolicy } from "../../policies/lint/lint-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyLint } from "../../schemas/policy-lint.ts";
import type { Config } from "../config/config.ts";
import { assertRunnable } from "./accept-policy.ts";
import { type ContextLimits, contextSize } from "./context-size.ts";

/** Plain data, since it is sent to the thread of the linter. */
export interface LinterSettings {
  readonly engine: ContextLimits;
  readonly price: Config["price"];
  readonly mayLackScores?: boolean;
}

/** Lints policies for the configured engine. A hostile text takes seconds: the service asks a LintThread instead. */
export class PolicyLinter {
  readonly #options: LintOptions;

  constructor(
    { engine, price, mayLackScores = false }: LinterSettings,
    countTokens: (text: string) => number,
  ) {
    const { maxContextTokens } = engine;
    this.#options = {
      countTokens,
      mayLackScores,
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

  /** A document as it would be uploaded. */
  lintDocument(bytes: Uint8Array): PolicyLint {
    return lintDocument(bytes, this.#options);
  }

  /** A policy that was accepted. */
  lintVersion(policy: ParsedPolicy): PolicyLint {
    return lintPolicy(policy, this.#options);
  }
}
