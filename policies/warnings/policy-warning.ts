/** A warning for the author of an accepted policy. */
export type PolicyWarningCode =
  | "codes_inferred"
  | "no_categories"
  | "code_not_understood"
  | "severity_not_category"
  | "code_contradiction"
  | "too_many_codes"
  | "too_many_lines"
  | "comment_found"
  | "comment_unclosed"
  | "sample_unclosed"
  | "front_matter_ignored"
  | "output_format_requested"
  | "hedged"
  | "unfinished";

export interface PolicyWarning {
  readonly code: PolicyWarningCode;
  /** What it means and what to do. Quotes nothing of the policy. */
  readonly message: string;
  /** Lines of the document, counted from 1; empty if it concerns the whole document. */
  readonly lines: readonly number[];
}
