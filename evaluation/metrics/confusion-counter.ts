import type { Confusion } from "./binary-metrics.ts";

/** Counts decisions by the expected and the actual one. */
export class ConfusionCounter {
  #truePositives = 0;
  #falsePositives = 0;
  #trueNegatives = 0;
  #falseNegatives = 0;

  add(expected: boolean, actual: boolean, count = 1): void {
    if (expected) {
      if (actual) this.#truePositives += count;
      else this.#falseNegatives += count;
    } else if (actual) {
      this.#falsePositives += count;
    } else {
      this.#trueNegatives += count;
    }
  }

  confusion(): Confusion {
    return {
      truePositives: this.#truePositives,
      falsePositives: this.#falsePositives,
      trueNegatives: this.#trueNegatives,
      falseNegatives: this.#falseNegatives,
    };
  }
}
