import type { PolicyLint } from "../../packages/client/src/client.ts";
import type { Severity } from "../../schemas/policy-lint.ts";
import { formatFindings } from "../printing/format-findings.ts";
import { oneLine } from "../printing/plain-text.ts";
import type { Style } from "../printing/style.ts";
import { formatTable } from "../printing/table.ts";
import type { LintedFile } from "./linted-file.ts";

type PolicyTokens = NonNullable<PolicyLint["tokens"]>;

export interface LintFormat {
  /** Whether the tokens of each section are printed. */
  readonly sections: boolean;
  readonly style: Style;
}

/** The findings of each document, its tokens, and a line that counts all findings. */
export function formatLint(files: readonly LintedFile[], { sections, style }: LintFormat): string {
  const parts = files.map(({ file, lint }) => {
    const { findings, omitted, tokens } = lint;
    const more = omitted === 0 ? "" : `${file}: ${omitted} more findings of these rules\n`;
    const length = tokens === null ? "" : `${oneLine(file, 200)}: ${formatLength(tokens)}\n`;
    const table = tokens === null || !sections ? "" : formatSections(tokens);
    return `${formatFindings(file, findings, style)}${more}${length}${table}`;
  });
  return `${parts.join("")}${summary(files.map(({ lint }) => lint))}\n`;
}

function formatLength({ policy, prompt, cost_per_1000_items: cost, currency }: PolicyTokens): string {
  const ofPrompt = prompt === null ? "" : `, ${prompt} with the rest of the prompt`;
  const price = [String(cost), ...(currency === null ? [] : [currency])].join(" ");
  return `${policy} tokens${ofPrompt}${cost === null ? "" : `; ${price} for 1,000 items`}`;
}

function formatSections({ sections }: PolicyTokens): string {
  const isPriced = sections.some(({ cost_per_1000_items: cost }) => cost !== null);
  const header = ["tokens", ...(isPriced ? ["per 1,000 items"] : []), "line", "section"];
  const rows = sections.map(({ title, line, tokens, cost_per_1000_items: cost }) => [
    String(tokens),
    ...(isPriced ? [String(cost)] : []),
    String(line),
    oneLine(title ?? "(before the first heading)", 60),
  ]);
  return formatTable(header, rows);
}

function summary(lints: readonly PolicyLint[]): string {
  const count = (severity: Severity): number =>
    lints.reduce(
      (sum, { findings }) => sum + findings.filter((finding) => finding.severity === severity).length,
      0,
    );
  const counts = [
    plural(count("error"), "error"),
    plural(count("warning"), "warning"),
    plural(count("info"), "info"),
  ];
  return `${plural(lints.length, "document")}: ${counts.join(", ")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
