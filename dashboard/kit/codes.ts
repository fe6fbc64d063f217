import type { VerdictRecord } from "../../packages/client/src/client.ts";

export interface Codes {
  readonly category: string | null;
  readonly rules: readonly string[];
  readonly confidence: string | null;
}

/** What a verdict cites. With a policy's own schema, all of these may be missing. */
export function codesOf({ verdict }: Pick<VerdictRecord, "verdict">): Codes {
  const fields: Readonly<Record<string, unknown>> = { ...verdict };
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  const { rule_ids: rules } = fields;
  return {
    category: text(fields["policy_category"]),
    rules: Array.isArray(rules) ? rules.filter((rule) => typeof rule === "string") : [],
    confidence: text(fields["confidence"]),
  };
}
