import { type GavelClient, GavelError, type VerdictRecord } from "../../packages/client/src/client.ts";
import { serviceErrorMessage } from "../service-error.ts";
import type { BadRow, Item, Row } from "./items.ts";
import { isSettled, judgeItem, type JudgeOptions } from "./judge-item.ts";
import { mapOrdered } from "./map-ordered.ts";

/** What became of one row. */
export type RowResult =
  | { readonly kind: "skipped"; readonly line: number }
  | { readonly kind: "refused"; readonly item: Item | BadRow; readonly code: string; readonly reason: string }
  | { readonly kind: "answered"; readonly item: Item; readonly records: readonly VerdictRecord[] };

/** Answers that every further item would get too: going on would only repeat them. */
const HOPELESS = new Set([401, 403, 404, 405, 409]);

/**
 * Judges every row, in order. An item that the service refuses does not stop the others; a service that
 * cannot be reached, a key that is refused or a policy that is not there does. Throws CliError.
 */
export function judgeAll(
  client: GavelClient,
  rows: AsyncIterable<Row>,
  options: JudgeOptions & { readonly concurrency: number },
): AsyncGenerator<RowResult> {
  return mapOrdered(rows, options.concurrency, async (row): Promise<RowResult> => {
    if ("skipped" in row) return { kind: "skipped", line: row.line };
    if ("fault" in row) return { kind: "refused", item: row, code: "invalid_row", reason: row.fault };
    try {
      return { kind: "answered", item: row, records: await judgeItem(client, row, options) };
    } catch (error) {
      if (!(error instanceof GavelError) || error.code === null || HOPELESS.has(error.status)) throw error;
      return { kind: "refused", item: row, code: error.code, reason: serviceErrorMessage(error)! };
    }
  });
}

/** How a whole run came out. Records are counted, so an item under two policies counts twice. */
export class Tally {
  violating = 0;
  allowed = 0;
  failed = 0;
  unsettled = 0;
  refused = 0;
  readonly skippedLines: number[] = [];

  add(result: RowResult): void {
    if (result.kind === "skipped") this.skippedLines.push(result.line);
    else if (result.kind === "refused") this.refused += 1;
    else for (const record of result.records) this.#addRecord(record);
  }

  /** Whether anything that had something to judge has no verdict, other than what was not waited for. */
  get notJudged(): number {
    return this.failed + this.refused;
  }

  #addRecord(record: VerdictRecord): void {
    if (!isSettled(record)) this.unsettled += 1;
    else if (record.status !== "completed") this.failed += 1;
    else if (record.verdict?.violation === 1) this.violating += 1;
    else this.allowed += 1;
  }

  /** One line: `40 judged (11 violating, 29 allowed), 0 not judged, 11 rows skipped (no content: lines 1, 2, ...)`. */
  summary(): string {
    const { violating, allowed, unsettled, skippedLines } = this;
    const parts = [
      `${violating + allowed} judged (${violating} violating, ${allowed} allowed)`,
      `${this.notJudged} not judged`,
    ];
    if (unsettled > 0) parts.push(`${unsettled} still waiting`);
    if (skippedLines.length > 0) {
      const shown = skippedLines.slice(0, 20).join(", ") + (skippedLines.length > 20 ? ", ..." : "");
      const many = skippedLines.length === 1 ? "" : "s";
      parts.push(`${skippedLines.length} row${many} skipped (no content: line${many} ${shown})`);
    }
    return parts.join(", ");
  }
}
