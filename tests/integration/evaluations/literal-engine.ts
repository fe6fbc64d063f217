import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { HoldingEngine } from "../http/service.ts";

const policy = (rule: string, targets: string) => `---
categories:
  - { code: SP0, violation: 0 }
  - { code: SP2 }
targets: ${targets}
---
# Spam

SP0 Not spam. SP2 Spam: ${rule}.
`;

export const GOOD = policy("finds WIN", "{ minimum_items: 12, categories: { SP2: { recall: 0.9 } } }");
/** Misses everything. */
export const BLIND = policy("finds NOTHING", "{ categories: { SP2: { recall: 0.9 } } }");
export const OPPOSITE = policy("REVERSED, finds WIN", "{ accuracy: 0 }");

export const GOLDEN = Array.from({ length: 12 }, (_, i) => ({
  id: `item-${i}`,
  content: i % 2 === 0 ? `WIN prize number ${i}` : `hello number ${i}`,
  violation: i % 2 === 0 ? 1 : 0,
  policy_category: i % 2 === 0 ? "SP2" : null,
}))
  .map((item) => JSON.stringify(item))
  .join("\n");

/** Follows the words of the policy, and looks for the exact spelling. Scripted at the interface of the engine. */
export class LiteralEngine extends HoldingEngine {
  override async generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const { tokens, sharedTokens } = request.prompt;
    const [text, content] = [
      decodeTokens(tokens.slice(0, sharedTokens)),
      decodeTokens(tokens.slice(sharedTokens)),
    ];
    const result = await super.generate(request, options);
    const found = text.includes("finds WIN") && content.includes("WIN");
    const violates = found !== text.includes("REVERSED");
    const final = {
      violation: violates ? 1 : 0,
      policy_category: violates ? "SP2" : "SP0",
      rule_ids: [],
      confidence: "high",
      rationale: found ? "It offers a prize." : "It offers <b>nothing</b>.",
    };
    return { ...result, final: JSON.stringify(final) };
  }
}
