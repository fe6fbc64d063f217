import type { LabelResponse } from "../../../schemas/label.ts";
import type { Judged } from "./judged.ts";

/**
 * The verdict's own confidence as a number. High exceeds Coop's threshold for precision (0.8), low its threshold for
 * recall (0.6).
 */
const CONFIDENCE_OF_WORD: Readonly<Record<string, number>> = { high: 0.95, medium: 0.75, low: 0.65 };

/** For verdicts whose schema has no confidence. */
const CONFIDENCE_UNKNOWN = 0.75;

const MIN_CONFIDENCE = 0.5;

/** Returns a verdict as a response of the labelling API. */
export function labelResponse(judged: Judged): LabelResponse {
  const { record, verdict } = judged;
  return {
    label: verdict.violation === 1 ? "1" : "0",
    confidence: confidenceOf(judged),
    compute_time: (record.timing_ms.engine ?? 0) / 1000,
    explanation: verdict.rationale,
    verdict_id: record.id,
  };
}

/** Confidence in the label: its probability, at least 0.5, or the verdict's own confidence. */
function confidenceOf({ record: { score }, verdict }: Judged): number {
  if (score !== null) return Math.max(MIN_CONFIDENCE, verdict.violation === 1 ? score : 1 - score);
  const word = verdict["confidence"];
  const known = typeof word === "string" && Object.hasOwn(CONFIDENCE_OF_WORD, word);
  return (known ? CONFIDENCE_OF_WORD[word] : undefined) ?? CONFIDENCE_UNKNOWN;
}
