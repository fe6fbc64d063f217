/** The correct judgement of a golden item, as far as metrics need it. */
export interface Truth {
  readonly id: string;
  /** Null if it has no label: it counts neither as right nor as wrong. */
  readonly violation: 0 | 1 | null;
  /** The category that decides; null for none; undefined if it is unknown. */
  readonly policyCategory?: string | null | undefined;
  readonly tags: readonly string[];
}

/** The outcome of one run for an item. A failed item was not judged: it counts as neither right nor wrong. */
export type Judgement =
  | {
      readonly status: "completed";
      readonly violation: 0 | 1;
      readonly policyCategory: string | null;
      /** Probability of a violation, or null if the engine returns none. */
      readonly score: number | null;
    }
  | { readonly status: "failed"; readonly error: string };

/** An item with its judgement; null if the run has none for it. */
export interface ScoredItem {
  readonly truth: Truth;
  readonly judgement: Judgement | null;
}

/** An item that counts: labelled and judged. */
export interface CountedItem {
  readonly truth: Truth & { readonly violation: 0 | 1 };
  readonly judgement: Extract<Judgement, { status: "completed" }>;
}

export function isCounted(item: ScoredItem): item is CountedItem {
  return item.truth.violation !== null && item.judgement?.status === "completed";
}
