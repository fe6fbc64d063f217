import { type CountedItem, isCounted, type ScoredItem } from "../scored-item.ts";
import { binaryMetrics } from "./binary-metrics.ts";
import { CalibrationCounter } from "./calibration.ts";
import { CategoryCounter } from "./category-confusion.ts";
import { ConfusionCounter } from "./confusion-counter.ts";
import type { Summary } from "./summary.ts";

/** Adds up judged items one by one. Keeps counts only, so memory grows with categories and tags, and not with items. */
export class Tally {
  readonly #overall = new ConfusionCounter();
  readonly #categories = new CategoryCounter();
  readonly #tags = new Map<string, ConfusionCounter>();
  readonly #calibration = new CalibrationCounter();
  #items = 0;
  #counted = 0;
  #failed = 0;
  #missing = 0;
  #unlabelled = 0;

  /** An item that failed or is missing is neither right nor wrong. */
  add(item: ScoredItem): void {
    this.#items += 1;
    if (item.truth.violation === null) this.#unlabelled += 1;
    else if (item.judgement === null) this.#missing += 1;
    else if (item.judgement.status === "failed") this.#failed += 1;
    if (isCounted(item)) this.#count(item);
  }

  summary(): Summary {
    const tags = [...this.#tags].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      items: this.#items,
      counted: this.#counted,
      failed: this.#failed,
      missing: this.#missing,
      unlabelled: this.#unlabelled,
      overall: binaryMetrics(this.#overall.confusion()),
      categories: this.#categories.metrics(),
      tags: new Map(tags.map(([tag, counter]) => [tag, binaryMetrics(counter.confusion())])),
      confusion: this.#categories.confusion(),
      calibration: this.#calibration.calibration(),
    };
  }

  #count(item: CountedItem): void {
    const [expected, actual] = [item.truth.violation === 1, item.judgement.violation === 1];
    this.#counted += 1;
    this.#overall.add(expected, actual);
    this.#categories.add(item);
    this.#calibration.add(item);
    for (const tag of new Set(item.truth.tags)) {
      const counter = this.#tags.get(tag) ?? new ConfusionCounter();
      counter.add(expected, actual);
      this.#tags.set(tag, counter);
    }
  }
}
