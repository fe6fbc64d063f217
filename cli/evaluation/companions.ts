import type { Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import { type PerturbationName, perturbationNameSchema } from "../../schemas/perturbation.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, integerOption, type OptionSpecs } from "../command.ts";
import { readText } from "../input/read-text.ts";
import {
  type EvaluationBody,
  isDraft,
  itemsBody,
  startEvaluation,
  type Subject,
} from "./start-evaluation.ts";

const NAMES = perturbationNameSchema.enum;
const MAX_SEED = 2_147_483_647;

/** Options that evaluate the same items again, changed or under another policy, for a comparison. */
export const COMPANION_OPTIONS = {
  perturb: {
    type: "string",
    value: "NAMES",
    description: `judge changed content too: all perturbations, or some of ${NAMES.join(", ")}, separated by commas`,
  },
  seed: {
    type: "string",
    value: "N",
    description: "seed of the perturbations; the same seed makes the same changes (default: 1)",
  },
  translated: {
    type: "string",
    multiple: true,
    value: "FILE|SET",
    description:
      "judge a translation too: a golden set with the same ids, or the policy as FILE.md; may be repeated",
  },
  flip: {
    type: "string",
    value: "FILE.md",
    description: "judge under the opposite policy too, and report how many decisions it reverses",
  },
} as const satisfies OptionSpecs;

interface CompanionValues {
  readonly perturb?: string;
  readonly seed?: string;
  readonly translated?: readonly string[];
  readonly flip?: string;
}

/** Evaluations to compare with, and how the report names them. */
export interface Companions {
  readonly evaluations: readonly Evaluation[];
  readonly query: { readonly variants?: string; readonly opposite?: string };
}

export function hasCompanions({ perturb, translated, flip }: CompanionValues): boolean {
  return perturb !== undefined || translated !== undefined || flip !== undefined;
}

/** Throws UsageError for values that contradict each other. */
export function checkCompanions(values: CompanionValues): void {
  if (values.flip !== undefined && (values.perturb !== undefined || values.translated !== undefined)) {
    throw new UsageError("--flip prints a separate report: run it without --perturb and --translated");
  }
  if (values.seed !== undefined && values.perturb === undefined) {
    throw new UsageError("--seed can only be used with --perturb");
  }
  perturbations(values);
}

/** Starts them with the same subject and items, except for what each of them changes. */
export async function startCompanions(
  client: GavelClient,
  subject: Subject,
  body: EvaluationBody,
  values: CompanionValues,
  io: CliIo,
): Promise<Companions> {
  if (values.flip !== undefined) {
    const opposite = { id: subject.id, draft: await readText(values.flip, io) };
    // The examples of the opposite policy are different items, so they cannot be compared.
    const evaluation = await startEvaluation(client, opposite, { ...body, examples: false });
    return { evaluations: [evaluation], query: { opposite: evaluation.id } };
  }
  const evaluations: Evaluation[] = [];
  for (const perturbation of perturbations(values)) {
    evaluations.push(await startEvaluation(client, subject, { ...body, perturbation }));
  }
  for (const translated of values.translated ?? []) {
    evaluations.push(await startTranslated(client, subject, body, translated, io));
  }
  return { evaluations, query: { variants: evaluations.map(({ id }) => id).join(",") } };
}

async function startTranslated(
  client: GavelClient,
  subject: Subject,
  body: EvaluationBody,
  translated: string,
  io: CliIo,
): Promise<Evaluation> {
  if (/\.(md|markdown)$/i.test(translated) && isDraft(translated)) {
    const draft = await readText(translated, io);
    return startEvaluation(client, { id: subject.id, draft }, { ...body, examples: false });
  }
  const items = await itemsBody(client, subject.id, { golden: translated, "no-examples": true }, io);
  return startEvaluation(client, subject, { ...body, ...items });
}

function perturbations({ perturb, seed }: CompanionValues) {
  if (perturb === undefined) return [];
  const number = integerOption("seed", seed, { min: 0, max: MAX_SEED, fallback: 1 });
  const names: readonly PerturbationName[] =
    perturb === "all"
      ? NAMES
      : [...new Set(perturb.split(",").map((name) => choiceOption("perturb", name.trim(), NAMES)!))];
  return names.map((name) => ({ name, seed: number }));
}
