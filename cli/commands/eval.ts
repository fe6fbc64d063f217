import type { Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import { MAX_REPEATS } from "../../schemas/evaluation.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, choiceOption, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import {
  goldenRefArgument,
  isFile,
  LABEL_OPTIONS,
  nameOfFile,
  pushGolden,
} from "../evaluation/push-golden.ts";
import { watchEvaluation } from "../evaluation/watch-evaluation.ts";
import { EXIT, JUDGING_EXIT_CODES } from "../exit-codes.ts";
import { policyIdArgument, policyRefArgument } from "../input/policy-ref.ts";
import { onePositional } from "../input/positionals.ts";
import { readText } from "../input/read-text.ts";
import { evaluationTitle } from "../printing/evaluation-text.ts";
import { formatEvaluationItem } from "../printing/format-evaluation-item.ts";
import { formatReport } from "../printing/format-report.ts";
import { printJson } from "../printing/print-json.ts";

const DEFAULT_SHOWN = 10;
const MAX_SHOWN = 200;
const EVALUATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const OPTIONS = {
  golden: {
    type: "string",
    short: "g",
    value: "FILE|SET",
    description: "a file, which is uploaded first, or NAME or NAME@VERSION of a golden set",
  },
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
  "no-examples": { type: "boolean", description: "leave out the examples of the policy's front matter" },
  show: {
    type: "string",
    value: "N",
    description: `how many wrong, failed and changing items to print (default: ${DEFAULT_SHOWN})`,
  },
  reasoning: {
    type: "boolean",
    description: "print the reasoning of these items; the key needs the scope reasoning:read",
  },
  ...LABEL_OPTIONS,
  detach: { type: "boolean", description: "start the evaluation, print its id and exit" },
  resume: { type: "string", value: "ID", description: "wait for an evaluation that was started before" },
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
  summary: "Judge a golden set under a policy, and report how right it is",
  usage: "[POLICY[@VERSION] | FILE.md | --resume ID | --cancel ID] --golden FILE|SET [OPTIONS]",
  details:
    "FILE.md is evaluated as a draft: the service does not store it as a version. Without --golden, the examples of the policy's\n" +
    "front matter are judged. Interrupting the command does not stop the evaluation. The key needs the scopes evaluations:read\n" +
    "and evaluations:write.",
  options: OPTIONS,
  exitCodes: JUDGING_EXIT_CODES,
  examples: [
    "gavel eval spam --golden cases.jsonl",
    "gavel eval spam@3 --golden spam-cases@2 --repeat 3",
    "gavel eval spam.md --golden spam-cases --effort low --json",
    "gavel eval --resume 019aab5e-9c14-7a20-8d3e-6a1b2c3d4e5f",
  ],
  async run({ values, positionals }, io) {
    const shown = integerOption("show", values.show, { min: 0, max: MAX_SHOWN, fallback: DEFAULT_SHOWN });
    const client = connect(values, io);
    const started = await find(client, values, positionals, io);
    if (values.detach || values.cancel !== undefined) {
      if (values.json) printJson(io, started);
      else io.out(`${started.id}\n`);
      return EXIT.ok;
    }
    const ended = await watchEvaluation(client, started, io);
    if (values.json) printJson(io, ended);
    else await printEvaluation(client, ended, { shown, reasoning: values.reasoning === true }, io);
    const { completed, total } = ended.judgements;
    return completed === total ? EXIT.ok : EXIT.notJudged;
  },
});

async function find(
  client: GavelClient,
  values: Values,
  positionals: readonly string[],
  io: CliIo,
): Promise<Evaluation> {
  const { resume, cancel } = values;
  if (resume === undefined && cancel === undefined) {
    return start(client, onePositional(positionals, "a policy or a file"), values, io);
  }
  if (positionals.length > 0 || (resume !== undefined && cancel !== undefined)) {
    throw new UsageError("give exactly one of: a policy, a file, --resume, --cancel");
  }
  const id = resume ?? cancel ?? "";
  if (!EVALUATION_ID.test(id)) throw new UsageError("ID is not the id of an evaluation, which is a UUID");
  const path = { evaluation_id: id };
  const found =
    resume === undefined
      ? await client.call("cancelEvaluation", { path })
      : await client.call("getEvaluation", { path });
  return found.data;
}

async function start(client: GavelClient, policy: string, values: Values, io: CliIo): Promise<Evaluation> {
  const { id, ...document } = await candidate(policy, values, io);
  const { data } = await client.call("createEvaluation", {
    path: { policy_id: id },
    body: {
      ...document,
      ...(await goldenSet(client, id, values, io)),
      repeats: integerOption("repeat", values.repeat, { min: 1, max: MAX_REPEATS, fallback: 1 }),
      ...effortOf(values),
      ...(values["no-examples"] ? { examples: false } : {}),
    },
  });
  return data;
}

/** A file is a draft; anything else names a policy. */
async function candidate(
  policy: string,
  values: Values,
  io: CliIo,
): Promise<{ readonly id: string; readonly draft?: string; readonly version?: number }> {
  if (isFile(policy) || /\.(md|markdown)$/i.test(policy)) {
    const id = policyIdArgument(values.as ?? nameOfFile(policy));
    return { id, draft: await readText(policy, io) };
  }
  if (values.as !== undefined) throw new UsageError("--as can only be used with a file");
  const { id, version } = policyRefArgument(policy);
  return { id, ...(version === null ? {} : { version }) };
}

async function goldenSet(
  client: GavelClient,
  policyId: string,
  { golden, label, violations }: Values,
  io: CliIo,
): Promise<{ readonly golden_set?: string }> {
  if (golden === undefined) return {};
  if (!isFile(golden)) {
    const { name, version } = goldenRefArgument(golden);
    return { golden_set: version === null ? name : `${name}@${version}` };
  }
  const stem = nameOfFile(golden);
  const name = stem.startsWith(policyId) ? stem : `${policyId}-${stem}`.slice(0, 64);
  const options = {
    ...(label === undefined ? {} : { label }),
    ...(violations === undefined ? {} : { violations }),
  };
  const { golden_set: set } = await pushGolden(client, name, golden, options, io);
  io.err(`Golden set ${set.name}@${set.version}: ${set.items} items\n`);
  return { golden_set: `${set.name}@${set.version}` };
}

function effortOf({ effort }: Values) {
  const level = choiceOption("effort", effort, ["low", "medium", "high"]);
  return level === undefined ? {} : { reasoning_effort: level };
}

const SECTIONS = [
  ["wrong", "Wrong"],
  ["failed", "Failed"],
  ["changed", "Changing between repeats"],
] as const;

async function printEvaluation(
  client: GavelClient,
  evaluation: Evaluation,
  { shown, reasoning }: { readonly shown: number; readonly reasoning: boolean },
  io: CliIo,
): Promise<void> {
  const { id, status, report } = evaluation;
  io.out(`${evaluationTitle(evaluation)}\nEvaluation ${id} ${status}\n\n`);
  if (report !== null) io.out(formatReport(report));
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
