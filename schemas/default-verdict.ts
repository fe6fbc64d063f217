/** Longest rationale, in Unicode code points. */
export const MAX_RATIONALE_CHARACTERS = 600;

/**
 * The verdict that a policy without a schema of its own asks for: the third output format of OpenAI's
 * gpt-oss-safeguard guide. policies/verdict-schema.ts narrows the codes to those of the policy.
 */
export interface DefaultVerdict {
  readonly violation: 0 | 1;
  readonly policy_category: string | null;
  readonly rule_ids: readonly string[];
  readonly confidence: "low" | "medium" | "high";
  readonly rationale: string;
}

/** Every verdict, whatever its policy's schema, holds at least these. */
export interface Verdict {
  readonly violation: 0 | 1;
  readonly rationale: string;
  readonly [property: string]: unknown;
}
