import type { Severity } from "../../schemas/policy-lint.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT, LINT_EXIT_CODES } from "../exit-codes.ts";
import { readBytes } from "../input/read-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";
import { formatLint } from "./format-lint.ts";
import type { LintedFile, Linter } from "./linted-file.ts";
import { priceOption } from "./price-option.ts";

const FORMATS = ["text", "json", "sarif"] as const;
const SEVERITIES = ["error", "warning", "info"] as const satisfies readonly Severity[];

export const policyLintCommand = defineCommand({
  name: "policy lint",
  summary: "Check policy documents before they are uploaded",
  usage: "FILE... [OPTIONS]",
  details:
    "Nothing is stored, and no service is needed. With --service the service checks the documents instead; it also knows the\n" +
    "context and the price of its engine. An error means that an upload would be refused; warnings and\n" +
    "infos are advice. A FILE may be - for stdin. docs/policies.md explains every rule.",
  options: {
    format: {
      type: "string",
      value: "FORMAT",
      description: "text for people (default), json, or sarif for code scanning",
    },
    "fail-on": {
      type: "string",
      value: "SEVERITY",
      description: "exit with 1 at findings of this severity or worse: error, warning (default) or info",
    },
    tokens: { type: "boolean", description: "also print the tokens of each section" },
    price: {
      type: "string",
      value: "PRICE",
      description: "price of a million tokens of prompts, to print what the text costs for 1,000 items",
    },
    service: { type: "boolean", description: "send the documents to the service, which checks them" },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel policy lint policies/*.md",
    "gavel policy lint spam.md --tokens --price 0.075",
    "gavel policy lint policies/*.md --format sarif > policies.sarif",
  ],
  exitCodes: LINT_EXIT_CODES,
  async run({ values, positionals }, io) {
    if (positionals.length === 0) throw new UsageError("give at least one policy document");
    const format = choiceOption("format", values.format, FORMATS) ?? (values.json ? "json" : "text");
    const failOn = choiceOption("fail-on", values["fail-on"], SEVERITIES) ?? "warning";
    const price = priceOption(values.price);
    if (values.service && price !== null) {
      throw new UsageError("--service uses the price of the service and cannot be used with --price");
    }
    const lint: Linter = values.service
      ? async (bytes) => (await connect(values, io).call("lintPolicy", { body: new Uint8Array(bytes) })).data
      : // Other commands start without the linter and the model's vocabulary.
        (await import("./lint-here.ts")).lintHere(price);
    const files: LintedFile[] = [];
    for (const file of positionals) files.push({ file, lint: await lint(await readBytes(file, io)) });
    if (format === "json") {
      printJson(io, { files: files.map(({ file, lint: report }) => ({ file, ...report })) });
    } else if (format === "sarif") {
      printJson(io, (await import("./sarif.ts")).toSarif(files));
    } else {
      io.out(formatLint(files, { sections: values.tokens === true, style: createStyle(io.color) }));
    }
    return files.some((file) => fails(file, failOn)) ? EXIT.error : EXIT.ok;
  },
});

function fails({ lint: { findings } }: LintedFile, failOn: Severity): boolean {
  const limit = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit);
}
