import type { Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import { MAX_REPEATS } from "../../schemas/evaluation.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import {
  checkCompanions,
  COMPANION_OPTIONS,
  type Companions,
  hasCompanions,
  startCompanions,
} from "../evaluation/companions.ts";
import {
  GATE_EXIT_CODES,
  isGateOpen,
  printReport,
  REPORT_OPTIONS,
  reportFormat,
} from "../evaluation/print-report.ts";
import {
  effortBody,
  evaluationIdArgument,
  isDraft,
  ITEM_OPTIONS,
  itemsBody,
  startEvaluation,
  subjectArgument,
} from "../evaluation/start-evaluation.ts";
import { watchEvaluation } from "../evaluation/watch-evaluation.ts";
import { EXIT } from "../exit-codes.ts";
import { onePositional } from "../input/positionals.ts";
import { formatEvaluationItem } from "../printing/format-evaluation-item.ts";
import { printJson } from "../printing/print-json.ts";

const DEFAULT_SHOWN = 10;
const MAX_SHOWN = 200;

const OPTIONS = {
  ...ITEM_OPTIONS,
  as: {
    type: "string",
    value: "ID",
    description: "the policy that a FILE.md is a draft of (default: by its name)",
  },
  repeat: {
    type: "string",
    value: "N",
    description: `judge each item N times, up to ${MAX_REPEATS}, to measure stability`,
  },
  effort: { type: "string", short: "e", value: "LEVEL", description: "low, medium or high" },
  show: {
    type: "string",
    value: "N",
    description: `how many wrong, failed and changing items to print (default: ${DEFAULT_SHOWN})`,
  },
  reasoning: {
    type: "boolean",
    description: "print the reasoning of these items; the key needs the scope reasoning:read",
  },
  ...REPORT_OPTIONS,
  ...COMPANION_OPTIONS,
  detach: { type: "boolean", description: "start the evaluation, print its id and exit" },
  resume: { type: "string", value: "ID", description: "wait for an evaluation that was started earlier" },
  cancel: {
    type: "string",
    value: "ID",
    description: "cancel an evaluation; its report covers what was judged",
  },
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

export const evalCommand = defineCommand({
  name: "eval",
  summary: "Judge a golden set under a policy, and report how accurate it is",
  usage: "[POLICY[@VERSION] | FILE.md | --resume ID | --cancel ID] --golden FILE|SET [OPTIONS]",
  details:
    "FILE.md is evaluated as a draft: the service does not store it as a version. Without --golden, the examples of the policy's\n" +
    "front matter are judged. Interrupting the command does not stop the evaluation. The key needs the scopes evaluations:read\n" +
    "and evaluations:write.",
  options: OPTIONS,
  exitCodes: GATE_EXIT_CODES,
  examples: [
    "gavel eval spam --golden cases.jsonl",
    "gavel eval spam@3 --golden spam-cases@2 --repeat 3",
    "gavel eval spam.md --golden spam-cases --effort low --json",
    "gavel eval spam.md --golden spam-cases --gate --format markdown --out summary.md",
    "gavel eval spam --golden spam-cases --perturb all --format html --out robustness.html",
    "gavel eval spam --golden spam-cases --flip not-spam.md",
    "gavel eval --resume 019aab5e-9c14-7a20-8d3e-6a1b2c3d4e5f",
  ],
  async run({ values, positionals }, io) {
    const shown = integerOption("show", values.show, { min: 0, max: MAX_SHOWN, fallback: DEFAULT_SHOWN });
    const format = reportFormat(values);
    checkCompanions(values);
    const client = connect(values, io);
    const { started, companions } = await find(client, values, positionals, io);
    if (values.detach || values.cancel !== undefined) {
      if (values.json) printJson(io, started);
      else io.out(`${started.id}\n`);
      return EXIT.ok;
    }
    const ended = await watchEvaluation(client, started, io);
    if (companions !== null) {
      for (const companion of companions.evaluations) await watchEvaluation(client, companion, io);
    }
    if (companions !== null || format !== undefined) {
      const shownAs = format ?? (values.json ? "json" : "table");
      await printReport(client, ended.id, companions?.query ?? {}, shownAs, values, io);
    } else if (values.json) {
      printJson(io, ended);
    } else {
      await printEvaluation(client, ended, { shown, reasoning: values.reasoning === true }, io);
    }
    if (values.gate) return (await isGateOpen(client, ended.id, {}, io)) ? EXIT.ok : EXIT.error;
    const { completed, total } = ended.judgements;
    return completed === total ? EXIT.ok : EXIT.notJudged;
  },
});

interface Found {
  readonly started: Evaluation;
  readonly companions: Companions | null;
}

async function find(
  client: GavelClient,
  values: Values,
  positionals: readonly string[],
  io: CliIo,
): Promise<Found> {
  const { resume, cancel } = values;
  if (resume === undefined && cancel === undefined) {
    return start(client, onePositional(positionals, "a policy or a file"), values, io);
  }
  if (positionals.length > 0 || (resume !== undefined && cancel !== undefined)) {
    throw new UsageError("give exactly one of: a policy, a file, --resume, --cancel");
  }
  if (hasCompanions(values)) {
    throw new UsageError("--perturb, --translated and --flip start evaluations: name the policy, not an id");
  }
  const path = { evaluation_id: evaluationIdArgument(resume ?? cancel ?? "") };
  const found =
    resume === undefined
      ? await client.call("cancelEvaluation", { path })
      : await client.call("getEvaluation", { path });
  return { started: found.data, companions: null };
}

async function start(client: GavelClient, policy: string, values: Values, io: CliIo): Promise<Found> {
  if (values.as !== undefined && !isDraft(policy)) throw new UsageError("--as can only be used with a file");
  if (values.detach && hasCompanions(values)) {
    throw new UsageError(
      "--detach cannot be used with --perturb, --translated and --flip, which compare results",
    );
  }
  const subject = await subjectArgument(policy, values.as, io);
  const body = {
    ...(await itemsBody(client, subject.id, values, io)),
    repeats: integerOption("repeat", values.repeat, { min: 1, max: MAX_REPEATS, fallback: 1 }),
    ...effortBody("effort", values.effort),
  };
  const started = await startEvaluation(client, subject, body);
  const companions = hasCompanions(values) ? await startCompanions(client, subject, body, values, io) : null;
  return { started, companions };
}

const SECTIONS = [
  ["wrong", "Wrong"],
  ["failed", "Failed"],
  ["changed", "Changing between repeats"],
] as const;

async function printEvaluation(
  client: GavelClient,
  { id }: Evaluation,
  { shown, reasoning }: { readonly shown: number; readonly reasoning: boolean },
  io: CliIo,
): Promise<void> {
  await printReport(client, id, { items: 0 }, "table", {}, io);
  if (shown === 0) return;
  for (const [filter, title] of SECTIONS) {
    const { data: page } = await client.call("listEvaluationItems", {
      path: { evaluation_id: id },
      query: { filter, limit: shown, reasoning },
    });
    if (page.data.length === 0) continue;
    io.out(`\n${title}${page.has_more ? ` (the first ${page.data.length})` : ""}:\n\n`);
    io.out(page.data.map(formatEvaluationItem).join("\n"));
  }
}
