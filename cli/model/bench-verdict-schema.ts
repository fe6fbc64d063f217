import type { JsonSchema, VerdictSchema } from "../../policies/policy.ts";
import { compileVerdictSchema } from "../../policies/verdict-schema.ts";

/** With these limits the verdict of an untrained model has about 60 tokens, as many as a trained model's. */
const RATIONALE = { type: "string", minLength: 100, maxLength: 120 } as const;

/** The default verdict of a policy with two categories, with a rationale of average length. */
export function benchVerdictSchema(): VerdictSchema {
  const schema = compileVerdictSchema({
    categories: [
      { code: "SP1", title: "Bulk advertising", violation: 1 },
      { code: "SP2", title: "Hidden links", violation: 1 },
    ],
    rules: ["SP1.a", "SP2"],
  });
  const alternatives = schema.strict["anyOf"] as readonly { readonly properties: JsonSchema }[];
  return {
    ...schema,
    strict: {
      anyOf: alternatives.map((alternative) => ({
        ...alternative,
        properties: { ...alternative.properties, rationale: RATIONALE },
      })),
    },
  };
}
