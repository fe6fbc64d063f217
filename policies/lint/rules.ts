import type { Severity } from "../../schemas/policy-lint.ts";
import { CHECKS } from "./checks.ts";
import { REFUSALS } from "./refusals.ts";

export interface LintRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly summary: string;
}

/** Every rule that a finding may have. */
export const LINT_RULES: readonly LintRule[] = [...REFUSALS, ...CHECKS];
