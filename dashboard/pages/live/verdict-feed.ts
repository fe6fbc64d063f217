import type { Rows } from "../../kit/rows.ts";
import type { VerdictRow } from "./verdict-row.ts";

/**
 * Rows, newest first: those that settled since the page was opened, then those that were stored before. Adding at
 * either end takes the same time for any number of rows.
 */
export class VerdictFeed implements Rows<VerdictRow> {
  /** Oldest first. */
  readonly #newer: VerdictRow[] = [];
  /** Newest first. */
  readonly #older: VerdictRow[] = [];
  /** The position of each id: its index in #newer, or -1 minus its index in #older. */
  readonly #places = new Map<string, number>();
  /** The records that settled while the list was paused, oldest first. */
  #waiting: VerdictRow[] = [];

  get length(): number {
    return this.#newer.length + this.#older.length;
  }

  /** How many rows were inserted at the front. */
  get prepended(): number {
    return this.#newer.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  at(index: number): VerdictRow | undefined {
    const newer = this.#newer.length;
    return index < newer ? this.#newer[newer - 1 - index] : this.#older[index - newer];
  }

  /** Adds stored rows, newest first, after the last one. */
  append(rows: readonly VerdictRow[]): void {
    for (const row of rows) {
      if (this.#places.has(row.id)) continue;
      this.#places.set(row.id, -1 - this.#older.length);
      this.#older.push(row);
    }
  }

  /**
   * Adds a newly settled row, which waits while the list is paused. If the list has it already, it is replaced in
   * place.
   */
  settle(row: VerdictRow, isPaused: boolean): void {
    if (this.replace(row)) return;
    if (isPaused) this.#waiting.push(row);
    else this.#prepend(row);
  }

  /** Returns whether the list has the row. */
  replace(row: VerdictRow): boolean {
    const place = this.#places.get(row.id);
    if (place !== undefined) {
      if (place >= 0) this.#newer[place] = row;
      else this.#older[-1 - place] = row;
      return true;
    }
    const waiting = this.#waiting.findIndex(({ id }) => id === row.id);
    if (waiting >= 0) this.#waiting[waiting] = row;
    return waiting >= 0;
  }

  /** Inserts the waiting rows at the front. */
  resume(): void {
    for (const row of this.#waiting) this.#prepend(row);
    this.#waiting = [];
  }

  #prepend(row: VerdictRow): void {
    this.#places.set(row.id, this.#newer.length);
    this.#newer.push(row);
  }
}
