import type { ErrorEntry } from "./error-entry.ts";

/** Codes of batches. */
export const BATCH_ERRORS = {
  batch_not_found: {
    status: 404,
    title: "The batch was not found",
    cause:
      "No batch has this id, its retention period is over, or the batch to cancel was uploaded with another key.",
    remedy:
      "Check the id with GET /batches. Cancel a batch with the key that uploaded it, or with an admin key.",
  },
  idempotency_in_progress: {
    status: 409,
    title: "The same upload is still in progress",
    cause:
      "A batch upload with this `Idempotency-Key` has started and not finished. An upload that pauses for a minute is aborted.",
    remedy:
      "Send it again after `Retry-After` seconds: the response is then the batch of the first upload, if that was accepted.",
  },
  batch_unfinished: {
    status: 409,
    title: "The batch is not finished",
    cause: "Results are available, in input order, when every item has its outcome.",
    remedy:
      "Poll GET /batches/{batch_id} until the batch is completed, or cancel it and read the results so far.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
