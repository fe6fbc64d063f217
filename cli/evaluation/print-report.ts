import type { GavelClient } from "../../packages/client/src/client.ts";
import { reportFormatSchema } from "../../schemas/report-query.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, type OptionSpecs } from "../command.ts";
import type { ExitCodes } from "../exit-codes.ts";
import { EXIT, JUDGING_EXIT_CODES } from "../exit-codes.ts";
import { plainText } from "../printing/plain-text.ts";
import { writeBody } from "../printing/write-body.ts";

const FORMATS = reportFormatSchema.enum;

/** How a report is printed, and whether the gate decides the exit code. */
export const REPORT_OPTIONS = {
  gate: {
    type: "boolean",
    description: "exit with 1 unless the policy's targets are met and nothing is significantly worse",
  },
  format: { type: "string", value: "FORMAT", description: `print a report: ${FORMATS.join(", ")}` },
  out: { type: "string", value: "FILE", description: "write the report to a file (default: stdout)" },
  content: { type: "boolean", description: "include the content of items in the report" },
} as const satisfies OptionSpecs;

interface ReportValues {
  readonly gate?: boolean;
  readonly format?: string;
  readonly out?: string;
  readonly content?: boolean;
  readonly json?: boolean;
}

/** Of commands whose exit code the gate may decide. */
export const GATE_EXIT_CODES: ExitCodes = JUDGING_EXIT_CODES.map(([code, meaning]) => [
  code,
  code === EXIT.error ? `with --gate: the gate is closed; else ${meaning}` : meaning,
]);

type ReportQuery = {
  readonly base?: string;
  readonly variants?: string;
  readonly opposite?: string;
  readonly items?: number;
};

/** Throws UsageError for values that contradict each other. */
export function reportFormat({
  format,
  json,
  out,
  content,
}: ReportValues): (typeof FORMATS)[number] | undefined {
  const chosen = choiceOption("format", format, FORMATS);
  if (json === true && chosen !== undefined && chosen !== "json") {
    throw new UsageError("--json is --format json; give one of them");
  }
  if (chosen === undefined && (out !== undefined || content === true)) {
    throw new UsageError("--out and --content need a report: add --format");
  }
  return chosen;
}

/** Prints a report of an evaluation that has ended. */
export async function printReport(
  client: GavelClient,
  id: string,
  query: ReportQuery,
  format: (typeof FORMATS)[number],
  { out = "-", content = false }: ReportValues,
  io: CliIo,
): Promise<void> {
  const { data } = await client.call("getEvaluationReport", {
    path: { evaluation_id: id },
    query: { ...query, format, content },
    headers: { Accept: "*/*" },
  });
  await writeBody(data, out, io);
  if (out === "-" && format === "json") io.out("\n");
}

/** Whether the gate is open for an evaluation; prints why not. */
export async function isGateOpen(
  client: GavelClient,
  id: string,
  query: Pick<ReportQuery, "base">,
  io: CliIo,
): Promise<boolean> {
  const { data: report } = await client.call("getEvaluationReport", { path: { evaluation_id: id }, query });
  if (!("gate" in report)) throw new TypeError("the report has no decision");
  const { open, reasons } = report.gate;
  io.err(
    `Gate: ${open ? "open" : "closed"}\n${reasons.map((reason) => `  ${plainText(reason)}\n`).join("")}`,
  );
  return open;
}
