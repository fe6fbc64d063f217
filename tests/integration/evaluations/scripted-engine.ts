import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import { PromptTooLongError } from "../../../engine/errors.ts";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { HoldingEngine } from "../http/service.ts";

export const POLICY = `---
cache_ttl_seconds: 3600
categories:
  - { code: SP0, violation: 0 }
  - { code: SP2 }
examples:
  - { content: A plain hello, violation: 0, policy_category: null }
---
# Spam

SP0 Not spam. SP2 Spam: offers of prizes.
`;

/** One line for each: right, wrong, changing between repeats, failing, without a label. */
export const GOLDEN = [
  { id: "right", content: "WIN now", violation: 1, policy_category: "SP2", tags: ["short"] },
  { id: "wrong", content: "hello there", violation: 1, policy_category: "SP2", tags: ["short"] },
  { id: "unsure", content: "MAYBE spam", violation: 0, policy_category: null, tags: [] },
  { id: "failing", content: "BROKEN content", violation: 1, tags: [] },
  { id: "unlabelled", content: "WIN again" },
]
  .map((item) => JSON.stringify(item))
  .join("\n");

/** Violation if the content says so; with a seed, sometimes. Scripted at the interface of the engine. */
export class ScriptedEngine extends HoldingEngine {
  override async generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const content = decodeTokens(request.prompt.tokens.slice(request.prompt.sharedTokens));
    const result = await super.generate(request, options);
    if (content.includes("BROKEN")) throw new PromptTooLongError("as the test says");
    const violates = content.includes("WIN") || (content.includes("MAYBE") && request.seed === 3);
    const final = {
      violation: violates ? 1 : 0,
      policy_category: violates ? "SP2" : "SP0",
      rule_ids: [],
      confidence: "high",
      rationale: "As the test says.",
    };
    return {
      ...result,
      final: JSON.stringify(final),
      reasoning: "The reasoning.",
      labelLogprobs: violates ? { "0": -3, "1": -0.05 } : { "0": -0.05, "1": -3 },
    };
  }
}
