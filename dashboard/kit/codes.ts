import type { VerdictRecord } from "../../packages/client/src/client.ts";

export interface Codes {
  readonly category: string | null;
  readonly rules: readonly string[];
  readonly confidence: string | null;
}

/** What a verdict cites. A policy with a schema of its own may have none of it. */
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
