export interface WordPart {
  readonly text: string;
  readonly changed: boolean;
}

const WORD = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
/** Longer lines are not compared, because the time grows with the product of both lengths. */
const MAX_WORDS = 300;

/** Which words of two versions of a line differ, for each side: by their longest common subsequence. */
export function wordChanges(from: string, to: string): readonly [readonly WordPart[], readonly WordPart[]] {
  const [a, b] = [from.match(WORD) ?? [], to.match(WORD) ?? []];
  if (a.length > MAX_WORDS || b.length > MAX_WORDS) {
    return [[{ text: from, changed: false }], [{ text: to, changed: false }]];
  }
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const sides: [WordPart[], WordPart[]] = [[], []];
  const add = (side: 0 | 1, text: string, changed: boolean): void => {
    const last = sides[side].at(-1);
    if (last?.changed === changed) sides[side][sides[side].length - 1] = { text: last.text + text, changed };
    else sides[side].push({ text, changed });
  };
  let [row, column] = [0, 0];
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) {
      add(0, a[row] ?? "", false);
      add(1, b[column] ?? "", false);
      row += 1;
      column += 1;
    } else if (column >= b.length || (row < a.length && at(row + 1, column) >= at(row, column + 1))) {
      add(0, a[row] ?? "", true);
      row += 1;
    } else {
      add(1, b[column] ?? "", true);
      column += 1;
    }
  }
  return sides;
}
