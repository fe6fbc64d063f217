import { counted } from "./figures.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";

/** `spam@3`, or a draft by the beginning of its hash. */
export function policyName({ policy }: Evaluation): string {
  return policy.version === null
    ? `${policy.id}, draft ${policy.sha256.slice(0, 12)}`
    : `${policy.id}@${policy.version}`;
}

/** An evaluation in one line. */
export function inOneLine(evaluation: Evaluation): string {
  const { reasoning_effort: effort, models } = evaluation;
  const judges = models.map(({ name, engine }) => `${name} (${engine})`).join(", ");
  return [policyName(evaluation), `effort ${effort}`, judges].filter((part) => part !== "").join(", ");
}

/** What the items are. */
export function itemsName({ golden_set: set, examples, items, repeats }: Evaluation): string {
  const sources = [
    ...(set === null ? [] : [`golden set ${set.name}@${set.version}`]),
    ...(examples === 0 ? [] : [`${counted(examples, "example")} of the policy`]),
  ];
  const repeated = repeats === 1 ? "" : `, each judged ${repeats} times`;
  return `${items} items${repeated}: ${sources.join(" and ")}`;
}
