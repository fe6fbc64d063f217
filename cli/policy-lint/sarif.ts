import path from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { LINT_RULES } from "../../policies/lint/rules.ts";
import type { FindingRange, PolicyFinding, Severity } from "../../schemas/policy-lint.ts";
import type { LintedFile } from "./linted-file.ts";

const LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** Findings as SARIF 2.1.0, the format of code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). */
export function toSarif(files: readonly LintedFile[]): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "gavel", semanticVersion: packageJson.version, rules: LINT_RULES.map(toRule) },
        },
        columnKind: "utf16CodeUnits",
        newlineSequences: ["\r\n", "\n", "\r", "\u2028", "\u2029"],
        results: files.flatMap(({ file, lint }) => lint.findings.map((finding) => toResult(file, finding))),
      },
    ],
  };
}

function toRule({ rule, severity, summary }: (typeof LINT_RULES)[number]): object {
  return {
    id: rule,
    shortDescription: { text: summary },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function toResult(file: string, { rule, severity, message, range, suggestion }: PolicyFinding): object {
  return {
    ruleId: rule,
    ruleIndex: LINT_RULES.findIndex((known) => known.rule === rule),
    level: LEVELS[severity],
    message: { text: suggestion === null ? message : `${message}\n\n${suggestion}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(file) },
          ...(range === null ? {} : { region: toRegion(range) }),
        },
      },
    ],
  };
}

function toRegion({ line, column, end_line, end_column }: FindingRange): object {
  return { startLine: line, startColumn: column, endLine: end_line, endColumn: end_column };
}

/** A relative reference, so that code scanning finds the file in the repository. */
function toUri(file: string): string {
  if (file === "-") return "stdin";
  const relative = path.relative("", file);
  return relative.split(path.sep).map(encodeURIComponent).join("/");
}
