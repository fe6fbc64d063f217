import type { GenerateRequest, JsonSchema } from "../../engine/engine.ts";
import { renderPrompt } from "../../engine/harmony/render-prompt.ts";
import type { PromptContent } from "../../engine/harmony/transcript.ts";
import { compileVerdictSchema } from "../../policies/verdict-schema.ts";

const POLICY = `# Spam
Judge whether the content is spam.
## Criteria
SP1: unwanted bulk advertising.
SP1.a: the same message to many people.
SP2: a link that hides where it leads.
Everything else is allowed.`;

export const VERDICT_SCHEMA = compileVerdictSchema({
  categories: [
    { code: "SP1", title: "Bulk advertising", violation: 1 },
    { code: "SP2", title: "Hidden links", violation: 1 },
  ],
  rules: ["SP1.a", "SP2"],
});

/** The same with a rationale of at most 24 characters, for tests that are not about the rationale. */
const SHORT_SCHEMA: JsonSchema = {
  anyOf: (VERDICT_SCHEMA.strict["anyOf"] as readonly { readonly properties: JsonSchema }[]).map(
    (alternative) => ({
      ...alternative,
      properties: { ...alternative.properties, rationale: { type: "string", minLength: 1, maxLength: 24 } },
    }),
  ),
};

/** A request with a short policy and a short verdict, greedy, with little reasoning. */
export function generateRequest(
  content: PromptContent,
  { policy = POLICY, ...overrides }: Partial<GenerateRequest> & { readonly policy?: string } = {},
): GenerateRequest {
  const prompt = renderPrompt({
    policy,
    responseFormats: [{ name: "verdict", schema: VERDICT_SCHEMA.shown }],
    reasoningEffort: "low",
    content,
  });
  return {
    prompt,
    outputSchema: SHORT_SCHEMA,
    maxReasoningTokens: 8,
    seed: null,
    label: { property: "violation", values: [0, 1] },
    ...overrides,
  };
}
