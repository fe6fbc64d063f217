import type { ErrorEntry } from "./error-entry.ts";

/** Codes of the review queue. */
export const REVIEW_ERRORS = {
  review_not_found: {
    status: 404,
    title: "The record has no review",
    cause: "No record has this id, or it was never in the review queue.",
    remedy:
      "Open a review with POST /reviews/{verdict_id}/claim, or return the verdict to the queue with POST " +
      "/verdicts/{verdict_id}/appeals.",
  },
  verdict_not_reviewable: {
    status: 409,
    title: "The record has no verdict to review",
    cause: "The record is not judged yet, could not be judged, or has been erased.",
    remedy: "Review only records that have the status `completed` and have not been erased.",
  },
  review_claimed: {
    status: 409,
    title: "Another person is working on this item",
    cause: "The item is claimed by another API key or reviewer, and the lease has not expired.",
    remedy: "Take another item with POST /reviews/next, or wait until the lease has expired.",
  },
  review_closed: {
    status: 409,
    title: "The review has ended",
    cause: "This item has already been decided.",
    remedy: "Read the decision with GET /reviews/{verdict_id}. An appeal returns the verdict to the queue.",
  },
  review_already_decided: {
    status: 409,
    title: "Another person must decide",
    cause:
      "This person has already decided this item. A second review, an escalation or an appeal needs another person.",
    remedy: "Leave the item to another API key, or to another `reviewer` of the same key.",
  },
  review_undo_refused: {
    status: 409,
    title: "The decision cannot be undone",
    cause: "This person made no decision in the last minute, or another decision or an appeal followed it.",
    remedy: "Return the verdict to the queue with POST /verdicts/{verdict_id}/appeals.",
  },
  review_limit_reached: {
    status: 409,
    title: "The review has too many entries",
    cause: "There are 200 decisions, notes and appeals on this item.",
    remedy: "Decide the item. Keep longer discussions in another system.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
