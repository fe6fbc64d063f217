import type { CountedItem } from "../scored-item.ts";
import { type BinaryMetrics, binaryMetrics } from "./binary-metrics.ts";
import { ConfusionCounter } from "./confusion-counter.ts";

/**
 * Maximum number of categories with separate figures: the most frequent ones. A policy declares at most 200, but its
 * own output schema may allow any text as a category.
 */
const MAX_CODES = 200;

/** How often each category was judged for each expected one. */
export interface CategoryConfusion {
  /** Codes in order; null, for no category, is last. */
  readonly labels: readonly (string | null)[];
  /** `counts[expected][judged]`, by the position in `labels`. */
  readonly counts: readonly (readonly number[])[];
}

interface Cell {
  readonly expected: string | null;
  readonly judged: string | null;
  count: number;
}

/** Counts expected and judged categories, of items whose category is known. */
export class CategoryCounter {
  readonly #cells = new Map<string, Cell>();

  add({ truth: { policyCategory: expected }, judgement: { policyCategory: judged } }: CountedItem): void {
    if (expected === undefined) return;
    const key = JSON.stringify([expected, judged]);
    const cell = this.#cells.get(key) ?? { expected, judged, count: 0 };
    cell.count += 1;
    this.#cells.set(key, cell);
  }

  /** Null without items. */
  confusion(): CategoryConfusion | null {
    if (this.#cells.size === 0) return null;
    const labels = this.#labels();
    const positions = new Map(labels.map((label, position) => [label, position]));
    const counts = labels.map(() => labels.map(() => 0));
    for (const { expected, judged, count } of this.#cells.values()) {
      const [row, column] = [positions.get(expected), positions.get(judged)];
      if (row !== undefined && column !== undefined) counts[row]![column] = count;
    }
    return { labels, counts };
  }

  /** Each category that was expected or judged, against all others. */
  metrics(): ReadonlyMap<string, BinaryMetrics> {
    const codes = this.#labels().filter((label) => label !== null);
    return new Map(codes.map((code) => [code, this.#against(code)]));
  }

  #against(code: string): BinaryMetrics {
    const counter = new ConfusionCounter();
    for (const { expected, judged, count } of this.#cells.values()) {
      counter.add(expected === code, judged === code, count);
    }
    return binaryMetrics(counter.confusion());
  }

  #labels(): readonly (string | null)[] {
    const items = new Map<string | null, number>();
    for (const { expected, judged, count } of this.#cells.values()) {
      for (const label of new Set([expected, judged])) items.set(label, (items.get(label) ?? 0) + count);
    }
    const byFrequency = [...items].sort(([, a], [, b]) => b - a);
    const codes = byFrequency.map(([label]) => label).filter((label) => label !== null);
    const shown = codes.slice(0, MAX_CODES).sort();
    return items.has(null) ? [...shown, null] : shown;
  }
}
