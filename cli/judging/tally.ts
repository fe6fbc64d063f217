import type { VerdictRecord } from "../../packages/client/src/client.ts";
import type { RowResult } from "./judge-all.ts";
import { isSettled } from "./judge-item.ts";

/** The counts of a whole run. Records are counted, so an item under two policies counts twice. */
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

  /** The number of rows with content that have no verdict, not counting those still waiting. */
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
