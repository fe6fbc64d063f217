/**
 * Prints JSON in the one style that the grammar writes: a space after `:` and `,` and no other white space,
 * as in `{"violation": 1, "rule_ids": ["A.1", "A.2"]}`. It is what gpt-oss-safeguard's guide shows and what
 * Python's json.dumps prints, and it leaves no place for a loop of white space.
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
