import type { GenerateRequest, JsonSchema } from "../../engine.ts";
import { PromptTemplate } from "../../harmony/render-prompt.ts";
import { englishWords } from "./english-words.ts";

export interface VerdictShape {
  /** Length of the policy's text, which all items share. */
  readonly policyTokens: number;
  /** Length of an item's text, which is like no other's. */
  readonly contentTokens: number;
  readonly maxReasoningTokens: number;
  /** The verdict as the prompt shows it, and as it is enforced. */
  readonly schema: { readonly shown: JsonSchema; readonly strict: JsonSchema };
}

/** Requests by number, for one policy: `policy` distinguishes it from others. Greedy, as the service decodes by default. */
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
