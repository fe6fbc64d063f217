import type { JsonSchema } from "../../../../engine/engine.ts";

/** The strict form of the default verdict: the allowed values depend on `violation`, which comes first. */
export const VERDICT_SCHEMA: JsonSchema = {
  anyOf: [0, 1].map((violation) => ({
    type: "object",
    additionalProperties: false,
    required: ["violation", "policy_category", "rule_ids", "confidence", "rationale"],
    properties: {
      violation: { const: violation },
      policy_category: violation === 0 ? { type: "null" } : { enum: ["SP0", "SP2", null] },
      rule_ids: {
        type: "array",
        items: { enum: violation === 0 ? ["SP0.a"] : ["SP0.a", "SP0.b", "SP2.a"] },
        maxItems: 8,
        uniqueItems: true,
      },
      confidence: { enum: ["low", "medium", "high"] },
      rationale: { type: "string", minLength: 1, maxLength: 600 },
    },
  })),
};
