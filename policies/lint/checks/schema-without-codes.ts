import { isObject } from "../../../schemas/is-object.ts";
import type { Check } from "../check.ts";

const CITING = ["policy_category", "category", "rule_ids"];

export const schemaWithoutCodes: Check = {
  rule: "schema-without-codes",
  severity: "warning",
  summary: "Verdicts of the policy's own schema cannot cite its codes",
  find({ policy: { verdictSchema, rules }, categories }) {
    const { shown, custom } = verdictSchema;
    const properties = isObject(shown["properties"]) ? shown["properties"] : {};
    const hasCodes = categories.length > 0 || rules.length > 0;
    if (!custom || !hasCodes || CITING.some((name) => name in properties)) return [];
    return [
      {
        range: null,
        message:
          "The policy has codes, but its own output_schema has no property to cite them, so citations cannot be checked and " +
          "reports cannot be divided by category. Add policy_category or rule_ids.",
        suggestion: `policy_category: { enum: [${[...categories.map(({ code }) => code).slice(0, 5), "null"].join(", ")}] }`,
      },
    ];
  },
};
