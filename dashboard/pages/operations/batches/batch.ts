import type { Schemas } from "../../../../packages/client/src/client.ts";
import { formatDuration } from "../../../kit/format-time.ts";

export type Batch = Schemas["Batch"];

export const BATCH_STATUS: Readonly<Record<Batch["status"], string>> = {
  running: "Running",
  cancelling: "Being cancelled",
  cancelled: "Cancelled",
  completed: "Completed",
};

/** Its results can be read. */
export function isFinal({ completed_at: completedAt }: Batch): boolean {
  return completedAt !== null;
}

/** The share of its items that have an outcome. */
export function progressOf({ items }: Batch): number {
  return items.total === 0 ? 1 : (items.completed + items.failed + items.expired) / items.total;
}

/** How long it may still take, or why that is unknown. */
export function timeLeft(batch: Batch): string {
  if (isFinal(batch)) return "–";
  return batch.seconds_left === null ? "not known yet" : formatDuration(batch.seconds_left * 1000);
}
