import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { lintDocument, type LintOptions } from "../../../../policies/lint/lint-policy.ts";
import type { PolicyFinding, PolicyLint } from "../../../../schemas/policy-lint.ts";

/** Declares no codes and takes four lines, so that findings about inferred codes are left out. */
export const DECLARED_NONE = "---\ncategories: []\nrules: []\n---\n";

/** Lints a document as the command line does: no engine is known. */
export function lint(document: string | Uint8Array, options: Partial<LintOptions> = {}): PolicyLint {
  const bytes = typeof document === "string" ? new TextEncoder().encode(document) : document;
  return lintDocument(bytes, {
    countTokens: (text) => encodeOrdinary(text).length,
    assertRunnable: () => undefined,
    ...options,
  });
}

/** The rules of all findings, in the order of the document. */
export function rulesFoundIn(document: string | Uint8Array): string[] {
  return lint(document).findings.map(({ rule }) => rule);
}

/** The findings of one rule. */
export function findingsOf(
  rule: string,
  document: string,
  options: Partial<LintOptions> = {},
): PolicyFinding[] {
  return lint(document, options).findings.filter((finding) => finding.rule === rule);
}

/** The part of a document that a finding points to, on one line. */
export function textAt(document: string, { range }: PolicyFinding): string {
  if (range === null) return "";
  const lines = document.replace(/^\uFEFF/u, "").split(/\r\n|[\n\r\u2028\u2029]/u);
  const line = lines[range.line - 1] ?? "";
  return range.line === range.end_line
    ? line.slice(range.column - 1, range.end_column - 1)
    : `${line.slice(range.column - 1)}…`;
}
