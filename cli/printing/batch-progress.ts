import type { Batch } from "../../packages/client/src/client.ts";
import type { CliIo } from "../cli-io.ts";
import { duration } from "./duration.ts";

const WIDTH = 24;
/** Where a line cannot be overwritten there is not one for each look. */
const LINE_INTERVAL_MS = 10_000;

/** How far a batch is: a bar overwritten in place on a terminal, elsewhere a line now and then, on stderr. */
export class BatchProgress {
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#io = io;
  }

  show(batch: Batch): void {
    if (this.#io.interactive) {
      this.#io.err(`\r\u001b[K${batchBar(batch)}`);
    } else if (performance.now() - this.#shownAt >= LINE_INTERVAL_MS) {
      this.#shownAt = performance.now();
      this.#io.err(`${batchWords(batch)}\n`);
    }
  }

  /** Leaves the line to what comes next. */
  finish(): void {
    if (this.#io.interactive) this.#io.err("\r\u001b[K");
  }
}

/** `[############            ] 50 %  45200 of 99000 items, 412.5/s, 2 min left`. */
export function batchBar(batch: Batch): string {
  const share = shareOf(batch);
  const filled = Math.floor(share * WIDTH);
  return `[${"#".repeat(filled)}${" ".repeat(WIDTH - filled)}] ${batchWords(batch)}`;
}

/** The same in words alone. */
export function batchWords(batch: Batch): string {
  const { items, items_per_second: rate, seconds_left: left } = batch;
  const parts = [`${settledOf(batch)} of ${items.total} items`];
  if (rate !== null) parts.push(`${rate}/s`);
  if (left !== null && left > 0) parts.push(`${duration(left)} left`);
  if (items.failed > 0) parts.push(`${items.failed} failed`);
  if (batch.status === "cancelling") parts.push("cancelling");
  return `${Math.floor(shareOf(batch) * 100)} %  ${parts.join(", ")}`;
}

function settledOf({ items }: Batch): number {
  return items.completed + items.failed + items.expired;
}

function shareOf(batch: Batch): number {
  return batch.items.total === 0 ? 1 : settledOf(batch) / batch.items.total;
}
