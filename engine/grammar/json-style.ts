/**
 * Prints JSON in the only style that the grammar allows: a space after `:` and `,` and no other white space,
 * as in `{"violation": 1, "rule_ids": ["A.1", "A.2"]}`. It is the style of the gpt-oss-safeguard guide and of
 * Python's json.dumps, and a model cannot get stuck in endless white space.
 */
export function printJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(printJson).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${printJson(member)}`,
    );
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}
