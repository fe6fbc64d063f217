import type { CallOptions, Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, type OptionSpecs } from "../command.ts";
import { policyIdArgument, policyRefArgument } from "../input/policy-ref.ts";
import { readText } from "../input/read-text.ts";
import { goldenRefArgument, isFile, LABEL_OPTIONS, nameOfFile, pushGolden } from "./push-golden.ts";

/** Which items are judged. */
export const ITEM_OPTIONS = {
  golden: {
    type: "string",
    short: "g",
    value: "FILE|SET",
    description: "a file, which is uploaded first, or NAME or NAME@VERSION of a golden set",
  },
  "no-examples": { type: "boolean", description: "leave out the examples of the policy's front matter" },
  ...LABEL_OPTIONS,
} as const satisfies OptionSpecs;

export interface ItemChoice {
  readonly golden?: string;
  readonly "no-examples"?: boolean;
  readonly label?: string;
  readonly violations?: string;
}

/** What judges the items: a policy, one version of it, or a draft. */
export interface Subject {
  readonly id: string;
  readonly draft?: string;
  readonly version?: number;
}

export type EvaluationBody = NonNullable<CallOptions<"createEvaluation">["body"]>;

/** Whether an argument names a file with a policy, which is a draft. */
export function isDraft(argument: string): boolean {
  return isFile(argument) || /\.(md|markdown)$/i.test(argument);
}

/**
 * A file is a draft of the policy `as`, by default of the policy with the file's name; anything else names a policy.
 */
export async function subjectArgument(argument: string, as: string | undefined, io: CliIo): Promise<Subject> {
  if (isDraft(argument)) {
    const id = policyIdArgument(as ?? nameOfFile(argument));
    return { id, draft: await readText(argument, io) };
  }
  const { id, version } = policyRefArgument(argument);
  return { id, ...(version === null ? {} : { version }) };
}

/** The items as a request names them. A file is uploaded. */
export async function itemsBody(
  client: GavelClient,
  policyId: string,
  { golden, label, violations, "no-examples": noExamples }: ItemChoice,
  io: CliIo,
): Promise<EvaluationBody> {
  const examples = noExamples === true ? { examples: false } : {};
  if (golden === undefined) return examples;
  if (!isFile(golden)) {
    const { name, version } = goldenRefArgument(golden);
    return { golden_set: version === null ? name : `${name}@${version}`, ...examples };
  }
  const stem = nameOfFile(golden);
  const name = stem.startsWith(policyId) ? stem : `${policyId}-${stem}`.slice(0, 64);
  const options = {
    ...(label === undefined ? {} : { label }),
    ...(violations === undefined ? {} : { violations }),
  };
  const { golden_set: set } = await pushGolden(client, name, golden, options, io);
  io.err(`Golden set ${set.name}@${set.version}: ${set.items} items\n`);
  return { golden_set: `${set.name}@${set.version}`, ...examples };
}

export function effortBody(option: string, value: string | undefined): EvaluationBody {
  const effort = choiceOption(option, value, ["low", "medium", "high"]);
  return effort === undefined ? {} : { reasoning_effort: effort };
}

export async function startEvaluation(
  client: GavelClient,
  { id, ...document }: Subject,
  body: EvaluationBody,
): Promise<Evaluation> {
  const { data } = await client.call("createEvaluation", {
    path: { policy_id: id },
    body: { ...document, ...body },
  });
  return data;
}

const EVALUATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isEvaluationId(argument: string): boolean {
  return EVALUATION_ID.test(argument);
}

/** Throws UsageError if it is not an id. */
export function evaluationIdArgument(id: string): string {
  if (isEvaluationId(id)) return id;
  throw new UsageError("ID is not the id of an evaluation, which is a UUID");
}
