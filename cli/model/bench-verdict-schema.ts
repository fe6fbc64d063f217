import type { JsonSchema, VerdictSchema } from "../../policies/policy.ts";
import { compileVerdictSchema } from "../../policies/verdict-schema.ts";

/** With these bounds an untrained model's verdicts have the about 60 tokens of a trained one's. */
const RATIONALE = { type: "string", minLength: 100, maxLength: 120 } as const;

/** The default verdict of a policy with two categories, its rationale neither short nor long. */
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
