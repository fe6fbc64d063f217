import type { CountedItem } from "../scored-item.ts";
import { type BinaryMetrics, binaryMetrics } from "./binary-metrics.ts";
import { ConfusionCounter } from "./confusion-counter.ts";

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
      counts[positions.get(expected)!]![positions.get(judged)!] = count;
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
    const used = new Set([...this.#cells.values()].flatMap(({ expected, judged }) => [expected, judged]));
    const codes = [...used].filter((label) => label !== null).sort();
    return used.has(null) ? [...codes, null] : codes;
  }
}
