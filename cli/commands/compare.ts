import type { Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, defineCommand, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import {
  GATE_EXIT_CODES,
  isGateOpen,
  printReport,
  REPORT_OPTIONS,
  reportFormat,
} from "../evaluation/print-report.ts";
import {
  effortBody,
  type EvaluationBody,
  isDraft,
  isEvaluationId,
  ITEM_OPTIONS,
  itemsBody,
  startEvaluation,
  type Subject,
  subjectArgument,
} from "../evaluation/start-evaluation.ts";
import { watchEvaluation } from "../evaluation/watch-evaluation.ts";
import { EXIT } from "../exit-codes.ts";
import { policyRefArgument } from "../input/policy-ref.ts";

const OPTIONS = {
  ...ITEM_OPTIONS,
  as: {
    type: "string",
    value: "ID",
    description: "the policy that files are drafts of (default: the other side's, else by the file's name)",
  },
  "base-effort": { type: "string", value: "LEVEL", description: "the base's effort: low, medium or high" },
  "candidate-effort": { type: "string", value: "LEVEL", description: "the candidate's effort" },
  ...REPORT_OPTIONS,
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

export const compareCommand = defineCommand({
  name: "compare",
  summary: "Judge the same items under two policies, and show every decision that differs",
  usage: "BASE CANDIDATE [--golden FILE|SET] [OPTIONS]",
  details:
    "BASE and CANDIDATE are each POLICY, POLICY@VERSION, FILE.md (a draft), or the id of an earlier evaluation.\n" +
    "Items are paired by id. The targets of the candidate's policy decide. To compare engines, run gavel eval on " +
    "each, and compare the two ids.",
  options: OPTIONS,
  exitCodes: GATE_EXIT_CODES,
  examples: [
    "gavel compare spam spam.md --golden cases.jsonl",
    "gavel compare spam@2 spam@3 --golden spam-cases --gate --format junit --out report.xml",
    "gavel compare spam spam --base-effort low --candidate-effort high --golden spam-cases --format html --out report.html",
  ],
  async run({ values, positionals }, io) {
    const [base, candidate, ...rest] = positionals;
    if (base === undefined || candidate === undefined || rest.length > 0) {
      throw new UsageError("give a base and a candidate: policies, files or ids of evaluations");
    }
    const format = reportFormat({ format: "table", ...(values.json ? { format: "json" } : {}), ...values });
    const client = connect(values, io);
    const sides = await startSides(client, [base, candidate], values, io);
    const ended: Evaluation[] = [];
    for (const side of sides) ended.push(await watchEvaluation(client, side, io));
    const [first, second] = ended as [Evaluation, Evaluation];
    await printReport(client, second.id, { base: first.id }, format ?? "table", values, io);
    if (values.gate) {
      return (await isGateOpen(client, second.id, { base: first.id }, io)) ? EXIT.ok : EXIT.error;
    }
    const isComplete = ended.every(({ judgements: { completed, total } }) => completed === total);
    return isComplete ? EXIT.ok : EXIT.notJudged;
  },
});

/** Finds the sides that are ids, and starts the others together, on the same items. */
async function startSides(
  client: GavelClient,
  sides: readonly [string, string],
  values: Values,
  io: CliIo,
): Promise<readonly Evaluation[]> {
  const efforts = [
    effortBody("base-effort", values["base-effort"]),
    effortBody("candidate-effort", values["candidate-effort"]),
  ] as const;
  const found = await Promise.all(sides.map((side) => findEvaluation(client, side)));
  const policyId = values.as ?? policyOf(sides, found);
  const subjects: (Subject | null)[] = [];
  for (const [at, side] of sides.entries()) {
    subjects.push(found[at] === null ? await subjectArgument(side, policyId, io) : null);
  }
  const items = await sharedItems(client, subjects, values, io);
  const started: Evaluation[] = [];
  for (const [at, subject] of subjects.entries()) {
    started.push(
      subject === null ? found[at]! : await startEvaluation(client, subject, { ...items, ...efforts[at] }),
    );
  }
  return started;
}

async function findEvaluation(client: GavelClient, side: string): Promise<Evaluation | null> {
  if (!isEvaluationId(side)) return null;
  return (await client.call("getEvaluation", { path: { evaluation_id: side } })).data;
}

/** The policy that one side names, for the other if it is a file. */
function policyOf(sides: readonly string[], found: readonly (Evaluation | null)[]): string | undefined {
  const [known] = found.filter((evaluation) => evaluation !== null);
  if (known !== undefined) return known.policy.id;
  const named = sides.find((side) => !isDraft(side));
  return named === undefined ? undefined : policyRefArgument(named).id;
}

/** Uploads the items once, for both sides. */
async function sharedItems(
  client: GavelClient,
  subjects: readonly (Subject | null)[],
  values: Values,
  io: CliIo,
): Promise<EvaluationBody> {
  const [subject] = subjects.filter((each) => each !== null);
  return subject === undefined ? {} : itemsBody(client, subject.id, values, io);
}
