import type { EvaluationReport } from "../../schemas/evaluation-report.ts";
import type { Judgement } from "../scored-item.ts";
import { fleissKappa } from "../statistics/fleiss-kappa.ts";
import { share } from "./share.ts";

/** Measures how often repeated judgements of the same items agree. Keeps only counts. */
export class Stability {
  #repeats = 0;
  #compared = 0;
  #unanimous = 0;
  /** Items that every repeat judged, by how many of them found a violation. */
  readonly #complete = new Map<number, number>();

  /** The outcomes of an item, one for each repeat. Those that failed or are missing do not count. */
  add(judgements: readonly (Judgement | null)[]): void {
    this.#repeats = Math.max(this.#repeats, judgements.length);
    const completed = judgements.filter((judgement) => judgement?.status === "completed");
    if (completed.length < 2) return;
    this.#compared += 1;
    const answers = completed.map(({ violation, policyCategory }) =>
      JSON.stringify([violation, policyCategory]),
    );
    if (new Set(answers).size === 1) this.#unanimous += 1;
    if (completed.length < judgements.length) return;
    const violations = completed.filter(({ violation }) => violation === 1).length;
    this.#complete.set(violations, (this.#complete.get(violations) ?? 0) + 1);
  }

  /** Null if each item is judged once. */
  summary(): EvaluationReport["stability"] {
    if (this.#repeats < 2) return null;
    const items = [...this.#complete].map(([violations, count]) => ({
      counts: [violations, this.#repeats - violations],
      count,
    }));
    return {
      unanimous: share(this.#unanimous, this.#compared),
      changed: this.#compared - this.#unanimous,
      kappa: fleissKappa(items),
    };
  }
}
