import type { PolicyFinding, Severity } from "../../schemas/policy-lint.ts";
import { plainText } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** Findings for people, each as `file:line:column: severity rule: message`, with the suggestion below it. */
export function formatFindings(file: string, findings: readonly PolicyFinding[], style: Style): string {
  return findings.map((finding) => formatFinding(file, finding, style)).join("");
}

function formatFinding(file: string, finding: PolicyFinding, style: Style): string {
  const { rule, severity, message, range, suggestion } = finding;
  const position = range === null ? "" : `:${range.line}:${range.column}`;
  const line = `${style.bold(plainText(`${file}${position}`))}: ${painted(severity, style)} ${plainText(message)} ${style.dim(`[${rule}]`)}\n`;
  return suggestion === null ? line : `${line}${indented(plainText(suggestion))}\n`;
}

function painted(severity: Severity, style: Style): string {
  if (severity === "error") return style.red(severity);
  return severity === "warning" ? style.yellow(severity) : style.dim(severity);
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
}
