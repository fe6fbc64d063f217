import type { BadLine, GoodLine, StagedLine } from "../../batches/batch-store.ts";

/** Consecutive bad lines with the same error, stored in one row: many short lines then take little space. */
export interface BadRun extends BadLine {
  readonly lastLine: number;
}

/** Joins consecutive bad lines that have no external id and the same error. */
export function joinBadLines(lines: readonly StagedLine[]): readonly (GoodLine | BadRun)[] {
  const joined: (GoodLine | BadRun)[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (!("error" in line)) {
      joined.push(line);
    } else if (last !== undefined && "error" in last && continues(last, line)) {
      joined[joined.length - 1] = { ...last, lastLine: line.line };
    } else {
      joined.push({ ...line, lastLine: line.line });
    }
  }
  return joined;
}

function continues(run: BadRun, { line, externalId, error }: BadLine): boolean {
  return (
    line === run.lastLine + 1 &&
    externalId === null &&
    run.externalId === null &&
    error.code === run.error.code &&
    error.detail === run.error.detail
  );
}

/** Expands rows into lines with their numbers: those after `afterLine`, at most `limit`. */
export function linesOfRuns<Row extends { readonly line: number; readonly last_line: number | null }>(
  rows: readonly Row[],
  afterLine: number,
  limit: number,
): readonly Row[] {
  const lines: Row[] = [];
  for (const row of rows) {
    const first = Math.max(row.line, afterLine + 1);
    const last = Math.min(row.last_line ?? row.line, first + limit - lines.length - 1);
    for (let line = first; line <= last; line += 1) lines.push({ ...row, line });
  }
  return lines;
}
