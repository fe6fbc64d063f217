/** A line of one side, with its line number. */
export interface DiffLine {
  readonly number: number;
  readonly text: string;
}

export type DiffRow =
  | { readonly kind: "hunk"; readonly text: string }
  | { readonly kind: "same"; readonly from: DiffLine; readonly to: DiffLine }
  | { readonly kind: "changed"; readonly from: DiffLine | null; readonly to: DiffLine | null };

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads a unified diff into rows of two sides. Lines that replace each other are in the same row. */
export function diffRows(unified: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  let [from, to] = [0, 0];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      rows.push({ kind: "changed", from: removed[index] ?? null, to: added[index] ?? null });
    }
    [removed, added] = [[], []];
  };
  for (const line of unified.replace(/\n$/, "").split("\n")) {
    const hunk = HUNK.exec(line);
    const text = line.slice(1);
    if (hunk !== null) {
      flush();
      [from, to] = [Number(hunk[1]), Number(hunk[2])];
      rows.push({ kind: "hunk", text: line });
    } else if (from + to === 0 || line.startsWith("\\")) {
      // Skips the names of the files, and the remark that the last line has no line end.
      continue;
    } else if (line.startsWith("-")) {
      if (added.length > 0) flush();
      removed.push({ number: from, text });
      from += 1;
    } else if (line.startsWith("+")) {
      added.push({ number: to, text });
      to += 1;
    } else {
      flush();
      rows.push({ kind: "same", from: { number: from, text }, to: { number: to, text } });
      from += 1;
      to += 1;
    }
  }
  flush();
  return rows;
}
