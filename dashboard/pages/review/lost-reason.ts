import { GavelError } from "../../../packages/client/src/client.ts";

/** Why an item that was shown is no longer held by this reviewer. */
export interface LostReason {
  readonly title: string;
  readonly words: string;
}

const REASONS: Readonly<Record<string, LostReason>> = {
  review_claimed: {
    title: "Another reviewer has this item now",
    words:
      "Your lease had expired, and another reviewer claimed the item. Nothing that you entered was saved.",
  },
  review_closed: {
    title: "This item is already decided",
    words: "Another person decided it in the meantime. Their decision is on the verdict page.",
  },
  review_already_decided: {
    title: "You have already decided this item",
    words: "It waits for another person now.",
  },
  review_not_found: {
    title: "This item is not in the queue",
    words: "It was never in it, or its record was deleted.",
  },
  verdict_not_found: {
    title: "This record no longer exists",
    words: "It was deleted when its retention time ended.",
  },
  verdict_not_reviewable: {
    title: "There is nothing to review",
    words: "The record was erased, or it has no verdict.",
  },
  review_limit_reached: {
    title: "The history of this item is full",
    words: "No more decisions or notes can be added to it.",
  },
};

/** Null for any other error. */
export function lostReason(error: unknown): LostReason | null {
  return error instanceof GavelError && error.code !== null ? (REASONS[error.code] ?? null) : null;
}
