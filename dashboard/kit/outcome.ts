export type Outcome =
  | "violation"
  | "allowed"
  | "review"
  | "failed"
  | "expired"
  | "running"
  | "queued"
  | "erased";

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  violation: "Violation",
  allowed: "No violation",
  review: "Needs review",
  failed: "Failed",
  expired: "Expired",
  running: "Running",
  queued: "Queued",
  erased: "Erased",
};

/** What the model decided, or why it did not. Only a completed record says anything about its content. */
export function outcomeOf(record: {
  readonly status: "queued" | "running" | "completed" | "failed" | "expired";
  readonly verdict: { readonly violation: 0 | 1 } | null;
}): Outcome {
  if (record.status !== "completed") return record.status;
  if (record.verdict === null) return "erased";
  return record.verdict.violation === 1 ? "violation" : "allowed";
}
