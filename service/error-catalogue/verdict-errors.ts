import type { ErrorEntry } from "./error-entry.ts";

/** Codes of records, their content and statements of reasons. */
export const VERDICT_ERRORS = {
  verdict_not_found: {
    status: 404,
    title: "The verdict was not found",
    cause: "No record has this id, or its retention period is over.",
    remedy: "Check the id. Records are kept for 90 days unless configured otherwise.",
  },
  content_not_kept: {
    status: 404,
    title: "The content is no longer kept",
    cause: "The retention period of content is over, so only the record is left.",
    remedy: "Read content earlier, or ask the operator to raise `GAVEL_CONTENT_RETENTION_HOURS`.",
  },
  verdict_erased: {
    status: 410,
    title: "The record has been erased",
    cause: "The record was erased on request, with its content.",
    remedy: "Erased content cannot be restored. The record still has the decision in codes.",
  },
  not_retryable: {
    status: 409,
    title: "The record cannot be retried",
    cause:
      "Only an item that failed or expired can be judged again; this one is waiting or running, or already has its verdict.",
    remedy:
      "Read the record with GET /verdicts/{verdict_id}. To judge content again, send it to POST /classify.",
  },
  statement_not_applicable: {
    status: 409,
    title: "There is no violation to state reasons for",
    cause:
      "The record is not completed, its verdict is not a violation, or a reviewer decided that it is not.",
    remedy: "Draft a statement only for records that are violations: list them with `violation=1`.",
  },
  judging_failed: {
    status: 422,
    title: "The content could not be judged",
    cause:
      "The item ended `failed` or `expired`, and the response of this compatible endpoint cannot contain its record.",
    remedy:
      "Read the verdict that `detail` names: its `error` has the code. Sending the request again rarely helps.",
  },
  not_judged_in_time: {
    status: 503,
    title: "The content was not judged in time",
    cause:
      "The wait ended before a worker started the item or, on a compatible endpoint, before its verdict was ready.",
    remedy:
      "Repeat the request after `Retry-After` seconds, wait longer with `Prefer: wait=N`, or use POST /classify with " +
      "`Prefer: respond-async` and fetch the record later.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
