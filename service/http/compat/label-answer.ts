import type { LabelResponse } from "../../../schemas/label.ts";
import type { Judged } from "./judged.ts";

/** A verdict's own word for its confidence as a number. High passes Coop's threshold for precision (0.8), low its
 * threshold for recall (0.6). */
const CONFIDENCE_OF_WORD: Readonly<Record<string, number>> = { high: 0.95, medium: 0.75, low: 0.65 };

/** For verdicts of a schema that has no such word. */
const CONFIDENCE_UNKNOWN = 0.75;

const LEAST_CONFIDENCE = 0.5;

/** A verdict as the labelling API tells it. */
export function labelAnswer(judged: Judged): LabelResponse {
  const { record, verdict } = judged;
  return {
    label: verdict.violation === 1 ? "1" : "0",
    confidence: confidenceOf(judged),
    compute_time: (record.timing_ms.engine ?? 0) / 1000,
    explanation: verdict.rationale,
    verdict_id: record.id,
  };
}

/** In the label: the probability of the label that was given, at least 0.5; else by the verdict's own word. */
function confidenceOf({ record: { score }, verdict }: Judged): number {
  if (score !== null) return Math.max(LEAST_CONFIDENCE, verdict.violation === 1 ? score : 1 - score);
  const word = verdict["confidence"];
  const known = typeof word === "string" && Object.hasOwn(CONFIDENCE_OF_WORD, word);
  return (known ? CONFIDENCE_OF_WORD[word] : undefined) ?? CONFIDENCE_UNKNOWN;
}
