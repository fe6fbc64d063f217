import type { Category } from "../../../schemas/policy.ts";
import { type ModerationResult, STANDARD_CATEGORIES } from "../../../schemas/moderations.ts";
import { categoryOf, type Judged, scoreOf } from "./judged.ts";

/** The standard categories of the starter library's policies. Other policies have none. */
const STANDARD_CATEGORY_OF_POLICY: Readonly<Record<string, (typeof STANDARD_CATEGORIES)[number]>> = {
  harassment: "harassment",
  hate: "hate",
  "illicit-goods": "illicit",
  "self-harm": "self-harm",
  "sexual-content": "sexual",
  violence: "violence",
};

/** A verdict with the categories of its policy version. */
export interface JudgedByCategories extends Judged {
  readonly categories: readonly Category[];
}

/** Returns one result of POST /v1/moderations, from the verdicts of one text. */
export function moderationResult(verdicts: readonly JudgedByCategories[]): ModerationResult {
  const categories: Record<string, boolean> = {};
  const scores: Record<string, number> = {};
  const inputTypes: Record<string, readonly "text"[]> = {};
  for (const name of STANDARD_CATEGORIES) {
    categories[name] = false;
    scores[name] = 0;
    inputTypes[name] = [];
  }
  /** If two policies have the same category, the higher value counts. */
  const add = (name: string, violates: boolean, score: number): void => {
    categories[name] = violates || (categories[name] ?? false);
    scores[name] = Math.max(score, scores[name] ?? 0);
    inputTypes[name] = ["text"];
  };
  for (const judged of verdicts) {
    const { id } = judged.record.policy;
    const violates = judged.verdict.violation === 1;
    const score = scoreOf(judged);
    const standard = Object.hasOwn(STANDARD_CATEGORY_OF_POLICY, id)
      ? STANDARD_CATEGORY_OF_POLICY[id]
      : undefined;
    for (const name of new Set([id, standard ?? id])) add(name, violates, score);
    for (const { code, violation } of judged.categories) {
      const decided = violates && code === categoryOf(judged);
      // A category of allowed content appears only if a violation cites it nevertheless.
      if (violation === 0 && !decided) continue;
      add(`${id}/${code}`, decided, decided ? score : 0);
    }
  }
  return {
    flagged: verdicts.some(({ verdict }) => verdict.violation === 1),
    categories,
    category_scores: scores,
    category_applied_input_types: inputTypes,
    verdict_ids: verdicts.map(({ record }) => record.id),
  };
}
