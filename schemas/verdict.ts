/** Longest rationale, in Unicode code points. */
export const MAX_RATIONALE_CHARACTERS = 600;

/** Every verdict, whatever its policy's schema, holds at least these. */
export interface Verdict {
  readonly violation: 0 | 1;
  readonly rationale: string;
  readonly [property: string]: unknown;
}
