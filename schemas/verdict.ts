/** Longest rationale, in Unicode code points. */
export const MAX_RATIONALE_CHARACTERS = 600;

/** The properties that every verdict has, whatever its policy's schema. */
export interface Verdict {
  readonly violation: 0 | 1;
  readonly rationale: string;
  readonly [property: string]: unknown;
}
