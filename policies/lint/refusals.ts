import type { PolicyFinding } from "../../schemas/policy-lint.ts";
import type { PolicyError, PolicyErrorCode } from "../errors.ts";

/** Why a document is refused, by the rule of its finding. */
const SUMMARIES: Readonly<Record<PolicyErrorCode, string>> = {
  policy_too_large: "The document is too large",
  policy_not_utf8: "The document is not UTF-8",
  policy_not_text: "The document contains control characters",
  policy_empty: "The document has no text",
  policy_too_long: "The text does not fit into the engine's context",
  front_matter_invalid: "The front matter is not valid",
  output_schema_invalid: "The output schema is not valid",
};

/** The rules whose findings are errors: an upload of the document is refused. */
export const REFUSALS = Object.entries(SUMMARIES).map(([code, summary]) => ({
  rule: ruleOf(code as PolicyErrorCode),
  severity: "error" as const,
  summary,
}));

/** Findings for the reasons why a document is refused. */
export function refusalFindings(error: PolicyError): PolicyFinding[] {
  return error.faults.map(({ pointer, message, line }) => ({
    rule: ruleOf(error.code),
    severity: "error",
    message: `${error.message}: ${pointer === "" ? "it" : pointer} ${message}.`,
    range: line === undefined ? null : { line, column: 1, end_line: line + 1, end_column: 1 },
    suggestion: null,
  }));
}

function ruleOf(code: PolicyErrorCode): string {
  return code.replaceAll("_", "-");
}
