import type { GenerateRequest, JsonSchema } from "../../engine.ts";
import { PromptTemplate } from "../../harmony/render-prompt.ts";
import { englishWords } from "./english-words.ts";

export interface VerdictShape {
  /** Length of the policy's text, which all items share. */
  readonly policyTokens: number;
  /** Length of an item's text, which differs from all others. */
  readonly contentTokens: number;
  readonly maxReasoningTokens: number;
  /** The verdict's schema as shown in the prompt, and as enforced by the grammar. */
  readonly schema: { readonly shown: JsonSchema; readonly strict: JsonSchema };
}

/** Returns a function that creates the nth request for one policy. Greedy, as the service decodes by default. */
export function verdictRequests(shape: VerdictShape, policy = 0): (item: number) => GenerateRequest {
  const template = new PromptTemplate({
    policy: `# Policy ${policy}\n\n${englishWords(shape.policyTokens, policy)}`,
    responseFormats: [{ name: "verdict", schema: shape.schema.shown }],
    reasoningEffort: "low",
  });
  return (item) => ({
    prompt: template.render(englishWords(shape.contentTokens, 1_000_003 + item)),
    outputSchema: shape.schema.strict,
    maxReasoningTokens: shape.maxReasoningTokens,
    seed: null,
    label: { property: "violation", values: [0, 1] },
  });
}
