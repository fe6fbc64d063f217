import type { CliIo } from "../cli-io.ts";
import { modelWarning, VERDICT_CELL_WIDTHS, verdictCells } from "./format-verdict.ts";
import type { RowResult, Tally } from "../judging/judge-all.ts";
import { oneLine } from "./plain-text.ts";
import { alignRow } from "./table.ts";

const WIDTHS = [5, 12, 16, ...VERDICT_CELL_WIDTHS];
const HEADER = ["LINE", "ID", "POLICY", "OUTCOME", "CATEGORY", "SCORE", "RATIONALE"];

/** Shows results as they come: a table for people, JSON Lines for machines; and the count at the end. */
export class RowPrinter {
  readonly #io: CliIo;
  readonly #json: boolean;
  #started = false;
  #warning: string | null = null;

  constructor(io: CliIo, json: boolean) {
    this.#io = io;
    this.#json = json;
  }

  print(result: RowResult, tally: Tally): void {
    this.#clearProgress();
    if (this.#json) this.#printJson(result);
    else this.#printRow(result);
    // People see the rows themselves; a machine's reader sees how far it is.
    if (this.#io.interactive && this.#json) this.#io.err(tally.summary().slice(0, 79));
  }

  finish(tally: Tally): void {
    this.#clearProgress();
    if (this.#warning !== null) this.#io.err(`${this.#warning}\n`);
    this.#io.err(`${tally.summary()}\n`);
  }

  #printJson(result: RowResult): void {
    if (result.kind === "skipped") return;
    if (result.kind === "answered") {
      for (const record of result.records) this.#io.out(`${JSON.stringify(record)}\n`);
      return;
    }
    const { item, code, reason } = result;
    const externalId = "externalId" in item ? (item.externalId ?? null) : null;
    const error = { code, title: "The item was refused", detail: reason };
    this.#io.out(`${JSON.stringify({ line: item.line, external_id: externalId, error })}\n`);
  }

  #printRow(result: RowResult): void {
    if (result.kind === "skipped") return;
    if (!this.#started) this.#io.out(`${alignRow(HEADER, WIDTHS)}\n`);
    this.#started = true;
    const { item } = result;
    const place = [String(item.line ?? ""), "externalId" in item ? oneLine(item.externalId ?? "", 20) : ""];
    if (result.kind === "refused") {
      this.#io.out(
        `${alignRow([...place, "", "refused", "", "", oneLine(`${result.code}: ${result.reason}`, 90)], WIDTHS)}\n`,
      );
      return;
    }
    for (const record of result.records) {
      this.#warning ??= modelWarning(record);
      const policy = `${record.policy.id}@${record.policy.version}`;
      this.#io.out(`${alignRow([...place, policy, ...verdictCells(record)], WIDTHS)}\n`);
    }
  }

  #clearProgress(): void {
    if (this.#io.interactive && this.#json) this.#io.err("\r\u001b[K");
  }
}
