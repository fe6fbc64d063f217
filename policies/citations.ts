import type { Verdict } from "../schemas/verdict.ts";
import type { JsonSchema, ParsedPolicy } from "./policy.ts";
import { categoryOfRule } from "./rule-category.ts";

/** Properties in which verdicts name categories and rules, in the default schema and in custom ones. */
const CITING_PROPERTIES = ["policy_category", "category", "rule_ids"];

/**
 * True if every category and rule that a verdict names exists in this version of its policy: declared or
 * found in its text, or listed by its own output schema. True if the verdict names none.
 */
export function citationsKnown(
  policy: Pick<ParsedPolicy, "categories" | "rules" | "verdictSchema">,
  verdict: Verdict,
): boolean {
  const codes = new Set([...policy.categories.map(({ code }) => code), ...policy.rules]);
  return CITING_PROPERTIES.every((property) => {
    const cited = stringsIn(verdict[property]);
    if (cited.every((code) => codes.has(code))) return true;
    const listed = policy.verdictSchema.custom ? listedCodes(policy.verdictSchema.shown, property) : [];
    return cited.every((code) => codes.has(code) || listed.includes(code));
  });
}

/**
 * False if the verdict cites a category, or a rule of one, that contradicts the decision under the policy: allowed
 * content with violation 1, violating content with violation 0. Decoding makes that impossible for declared codes; it
 * can happen with inferred codes and with a policy's own schema.
 */
export function codesAgree(policy: Pick<ParsedPolicy, "categories">, verdict: Verdict): boolean {
  const decisions = new Map(policy.categories.map(({ code, violation = 1 }) => [code, violation]));
  const codes = [...decisions.keys()];
  return CITING_PROPERTIES.flatMap((property) => stringsIn(verdict[property])).every((cited) => {
    const category = categoryOfRule(cited, codes);
    return category === null || decisions.get(category) === verdict.violation;
  });
}

function stringsIn(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((entry) => typeof entry === "string");
}

/** The strings that a schema's property lists by enum or const, one level of nesting included. */
function listedCodes(schema: JsonSchema, property: string): string[] {
  const properties = schema["properties"] as Readonly<Record<string, JsonSchema>>;
  const node = properties[property];
  if (!node) return [];
  const branches = [node["items"], ...alternatives(node["anyOf"]), ...alternatives(node["oneOf"])];
  return [node, ...branches].flatMap((branch) => {
    if (typeof branch !== "object" || branch === null) return [];
    const { enum: values, const: value } = branch as JsonSchema;
    return [...stringsIn(values), ...stringsIn(value)];
  });
}

function alternatives(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
