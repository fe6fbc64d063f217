import type { Evaluation } from "../../packages/client/src/client.ts";
import { duration } from "./duration.ts";

const BAR_WIDTH = 24;

/** `[############            ] 50 %  366 of 732 judgements, 12.4/s, 30 s left`. */
export function evaluationBar(evaluation: Evaluation): string {
  const filled = Math.floor(settledShare(evaluation) * BAR_WIDTH);
  return `[${"#".repeat(filled)}${" ".repeat(BAR_WIDTH - filled)}] ${evaluationText(evaluation)}`;
}

/** `50 %  366 of 732 judgements, 12.4/s, 30 s left`. */
export function evaluationText(evaluation: Evaluation): string {
  const { judgements, judgements_per_second: rate, seconds_left: left, status } = evaluation;
  const parts = [`${settled(evaluation)} of ${judgements.total} judgements`];
  if (rate !== null) parts.push(`${rate}/s`);
  if (left !== null && left > 0) parts.push(`${duration(left)} left`);
  if (judgements.failed > 0) parts.push(`${judgements.failed} failed`);
  if (status === "cancelling") parts.push("cancelling");
  return `${Math.floor(settledShare(evaluation) * 100)} %  ${parts.join(", ")}`;
}

function settled({ judgements }: Evaluation): number {
  return judgements.completed + judgements.failed + judgements.cancelled;
}

function settledShare(evaluation: Evaluation): number {
  const { total } = evaluation.judgements;
  return total === 0 ? 1 : settled(evaluation) / total;
}
