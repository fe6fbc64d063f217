import type { FindingRange, Severity } from "../../schemas/policy-lint.ts";
import type { LintedPolicy } from "./linted-policy.ts";

/** One check of a policy's text. Each has its own file, which is named after its rule. */
export interface Check {
  /** Stable: reports, suppressions and dashboards refer to it. */
  readonly rule: string;
  readonly severity: Exclude<Severity, "error">;
  /** One line for lists of rules. */
  readonly summary: string;
  readonly find: (policy: LintedPolicy) => readonly Found[];
}

/** Something that a check found. */
export interface Found {
  /** Null if it concerns the whole document. */
  readonly range: FindingRange | null;
  /** What, why, and what to do. */
  readonly message: string;
  readonly suggestion?: string;
  /** If it differs from the check's. */
  readonly severity?: Exclude<Severity, "error">;
}
