import type { Rows } from "../../kit/rows.ts";

let list: Rows<{ readonly id: string }> | null = null;
let opened: string | null = null;

/** The list from which a verdict was opened. */
export function rememberList(rows: Rows<{ readonly id: string }>): void {
  list = rows;
}

/** The open verdict, which is the active row when the user returns to the list. */
export function rememberOpened(id: string): void {
  opened = id;
}

export function lastOpened(): string | null {
  return opened;
}

/** The id that follows or precedes another in the list; null if there is none. */
export function neighbour(id: string, by: 1 | -1): string | null {
  if (list === null) return null;
  for (let index = 0; index < list.length; index += 1) {
    if (list.at(index)?.id !== id) continue;
    const next = index + by;
    // An array's `at` counts negative indexes from its end.
    return next < 0 ? null : (list.at(next)?.id ?? null);
  }
  return null;
}
