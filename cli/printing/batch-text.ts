import type { Batch } from "../../packages/client/src/client.ts";
import { duration } from "./duration.ts";

const BAR_WIDTH = 24;

/** `[############            ] 50 %  45200 of 99000 items, 412.5/s, 2 min left`. */
export function batchBar(batch: Batch): string {
  const filled = Math.floor(settledShare(batch) * BAR_WIDTH);
  return `[${"#".repeat(filled)}${" ".repeat(BAR_WIDTH - filled)}] ${batchText(batch)}`;
}

/** `50 %  45200 of 99000 items, 412.5/s, 2 min left`. */
export function batchText(batch: Batch): string {
  const { items, items_per_second: rate, seconds_left: left } = batch;
  const parts = [`${settledItems(batch)} of ${items.total} items`];
  if (rate !== null) parts.push(`${rate}/s`);
  if (left !== null && left > 0) parts.push(`${duration(left)} left`);
  if (items.failed > 0) parts.push(`${items.failed} failed`);
  if (batch.status === "cancelling") parts.push("cancelling");
  return `${Math.floor(settledShare(batch) * 100)} %  ${parts.join(", ")}`;
}

/** `Batch 019aab5e-… completed: 98 judged, 2 failed`. */
export function batchSummary({ id, status, lines, items }: Batch): string {
  const parts = [`${items.completed} judged`, `${items.failed} failed`];
  if (items.expired > 0) parts.push(`${items.expired} expired`);
  if (lines.bad > 0) parts.push(`${lines.bad} bad line${lines.bad === 1 ? "" : "s"}`);
  return `Batch ${id} ${status}: ${parts.join(", ")}`;
}

function settledItems({ items }: Batch): number {
  return items.completed + items.failed + items.expired;
}

function settledShare(batch: Batch): number {
  return batch.items.total === 0 ? 1 : settledItems(batch) / batch.items.total;
}
