import type { CliIo } from "../cli-io.ts";
import type { RowResult } from "../judging/judge-all.ts";
import type { Tally } from "../judging/tally.ts";
import { modelWarning, VERDICT_COLUMNS, verdictCells } from "./format-verdict.ts";
import { oneLine } from "./plain-text.ts";
import { ProgressLine } from "./progress-line.ts";
import { TableWriter } from "./table.ts";

const COLUMNS = [
  { name: "line", width: 5 },
  { name: "id", width: 12 },
  { name: "policy", width: 16 },
  ...VERDICT_COLUMNS,
];
const MAX_SUMMARY_CHARACTERS = 79;

/** Prints results as they arrive, as a table for people or JSON Lines for programs, and a summary at the end. */
export class RowPrinter {
  readonly #io: CliIo;
  readonly #json: boolean;
  readonly #table: TableWriter;
  readonly #progress: ProgressLine;
  #warning: string | null = null;

  constructor(io: CliIo, json: boolean) {
    this.#io = io;
    this.#json = json;
    this.#table = new TableWriter(COLUMNS, (line) => io.out(line));
    this.#progress = new ProgressLine(io);
  }

  print(result: RowResult, tally: Tally): void {
    this.#progress.clear();
    if (result.kind !== "skipped") {
      if (this.#json) this.#printJson(result);
      else this.#printRow(result);
    }
    // The table shows the progress itself; JSON usually goes to a file or another program.
    if (this.#json && this.#io.interactive) {
      this.#progress.show("judging", () => tally.summary().slice(0, MAX_SUMMARY_CHARACTERS));
    }
  }

  finish(tally: Tally): void {
    if (this.#warning !== null) this.#progress.note(this.#warning);
    this.#progress.note(tally.summary());
  }

  #printJson(result: Exclude<RowResult, { kind: "skipped" }>): void {
    if (result.kind === "judged") {
      for (const record of result.records) this.#io.out(`${JSON.stringify(record)}\n`);
      return;
    }
    const { item, code, reason } = result;
    const externalId = "externalId" in item ? (item.externalId ?? null) : null;
    const error = { code, title: "The item was refused", detail: reason };
    this.#io.out(`${JSON.stringify({ line: item.line, external_id: externalId, error })}\n`);
  }

  #printRow(result: Exclude<RowResult, { kind: "skipped" }>): void {
    const { item } = result;
    const externalId = "externalId" in item ? (item.externalId ?? "") : "";
    const source = [String(item.line ?? ""), oneLine(externalId, 20)];
    if (result.kind === "refused") {
      const reason = oneLine(`${result.code}: ${result.reason}`, 90);
      this.#table.row([...source, "", "refused", "", "", reason]);
      return;
    }
    for (const record of result.records) {
      this.#warning ??= modelWarning(record);
      const policy = `${record.policy.id}@${record.policy.version}`;
      this.#table.row([...source, policy, ...verdictCells(record)]);
    }
  }
}
