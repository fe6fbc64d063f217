import type { PolicyVersion } from "../../packages/client/src/client.ts";
import { oneLine, plainText } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { formatFields } from "./table.ts";

/** One policy version for people. */
export function formatPolicyVersion(version: PolicyVersion, style: Style): string {
  const { categories, rules } = version;
  const fields: [string, string][] = [];
  if (version.title !== null) fields.push(["title", oneLine(version.title, 90)]);
  if (version.description !== null) fields.push(["description", plainText(version.description)]);
  const { inferred } = version;
  const note = (isInferred: boolean | undefined): string =>
    isInferred === true ? style.yellow(" (inferred from the text; not enforced)") : "";
  fields.push(["categories", categories.map(formatCategory).join("\n") || "none found"]);
  if (inferred?.categories === true) fields.push(["", note(true).trim()]);
  if (rules.length > 0) fields.push(["rules", `${plainText(rules.join(", "))}${note(inferred?.rules)}`]);
  if (version.reasoning_effort !== null) fields.push(["effort", version.reasoning_effort]);
  fields.push(["verdict", [...propertyNames(version.output_schema)].map(plainText).join(", ")]);
  fields.push(["length", `${version.tokens} tokens`]);
  fields.push(["sha256", version.sha256]);
  fields.push(["stored", version.created_at]);
  const state = version.active ? style.green("active") : style.dim("not active");
  return `${style.bold(`${version.policy_id} version ${version.version}`)}  ${state}\n${formatFields(fields)}`;
}

function formatCategory({ code, title, violation, action }: PolicyVersion["categories"][number]): string {
  const parts = [code, ...(title === undefined ? [] : [title])];
  const notes = [...(violation === 0 ? ["allowed"] : []), ...(action === undefined ? [] : [action])];
  return oneLine(`${parts.join("  ")}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`, 90);
}

/** The names of a verdict's properties, including those declared in alternatives of the schema. */
function propertyNames(schema: unknown): Set<string> {
  const { properties, anyOf, oneOf, allOf } = (schema ?? {}) as Record<string, unknown>;
  const names = new Set(typeof properties === "object" && properties !== null ? Object.keys(properties) : []);
  for (const alternatives of [anyOf, oneOf, allOf]) {
    if (!Array.isArray(alternatives)) continue;
    for (const alternative of alternatives) for (const name of propertyNames(alternative)) names.add(name);
  }
  return names;
}
