import type { ErrorEntry } from "./error-entry.ts";

/** Codes of outcomes: why an accepted item has no verdict. They appear in `error` of its record. */
export const OUTCOME_ERRORS = {
  engine_unavailable: {
    status: 503,
    title: "The engine was unavailable",
    cause: "The engine was starting, restarting or unreachable on every attempt.",
    remedy: "Check GET /readyz and the engine's log, then submit the content again.",
  },
  engine_aborted: {
    status: 503,
    title: "Judging was interrupted",
    cause: "A deadline or a shutdown stopped every attempt.",
    remedy: "Submit the content again.",
  },
  engine_failed: {
    status: 500,
    title: "The engine failed on this item",
    cause:
      "The engine's process or runtime failed while it judged the item, or the item needs more memory for the KV cache " +
      "than the engine has.",
    remedy:
      "Submit the content again; if it fails again, the log has the engine's error under the verdict id. If memory is the " +
      "cause, raise `GAVEL_KV_CACHE_BYTES`.",
  },
  prompt_too_long: {
    status: 422,
    title: "The policy and content do not fit the model's context",
    cause: "The policy, the content and the reserved output need more tokens than the model's context has.",
    remedy:
      "Shorten the content or the policy, lower the reasoning effort, or raise `GAVEL_MAX_CONTEXT_TOKENS`.",
  },
  schema_unsupported: {
    status: 422,
    title: "The policy's output schema cannot be enforced",
    cause: "The schema uses a keyword that constrained decoding does not support.",
    remedy: "Change `output_schema` in the policy's front matter and upload a new version.",
  },
  content_erased: {
    status: 422,
    title: "The content has been erased",
    cause: "The content of the item was erased before a shadow, a replay or an evaluation judged it.",
    remedy: "The report leaves the item out. If too few items are left, judge newer content.",
  },
  output_truncated: {
    status: 500,
    title: "The model's output was truncated",
    cause: "The output reached its maximum length before it was complete.",
    remedy:
      "Submit the content again with another reasoning effort, or make the policy's output schema smaller.",
  },
  output_empty: {
    status: 500,
    title: "The model returned no output",
    cause: "The model's final message was empty.",
    remedy: "Submit the content again; check the model if it happens often.",
  },
  output_invalid: {
    status: 500,
    title: "The model's output does not match the policy's schema",
    cause: "The output was not valid, and the one repair that Gavel requests did not fix it.",
    remedy: "Submit the content again; if one policy fails often, simplify its output schema or its codes.",
  },
  deadline_exceeded: {
    status: 500,
    title: "Judging took too long",
    cause: "One attempt took longer than `GAVEL_ATTEMPT_TIMEOUT_SECONDS`.",
    remedy: "Lower the reasoning effort, add workers, or raise the limit.",
  },
  worker_lost: {
    status: 500,
    title: "The worker was lost on every attempt",
    cause: "The worker's process ended unexpectedly on each of the item's attempts.",
    remedy: "Look for crashes or memory limits in the worker's log, then submit the content again.",
  },
  item_expired: {
    status: 500,
    title: "The item was not judged in time",
    cause: "The item waited longer than `GAVEL_EXPIRE_AFTER_HOURS`, or was erased before it was judged.",
    remedy: "Check that workers run and keep up, then submit the content again.",
  },
  caller_left: {
    status: 500,
    title: "The caller stopped waiting before the item was judged",
    cause:
      "The request that waited for the item was closed, or its wait ended, before a worker started the item.",
    remedy:
      "Submit the content again. To have items judged in any case, send `Prefer: respond-async` or an `Idempotency-Key`.",
  },
  batch_cancelled: {
    status: 500,
    title: "The batch was cancelled before the item was judged",
    cause: "The item's batch was cancelled, so the item was dropped.",
    remedy: "Submit the content again if it still has to be judged.",
  },
  bad_line: {
    status: 422,
    title: "The line cannot be judged",
    cause:
      "A line of a batch is not JSON, not UTF-8, too long, or lacks a required field; `detail` says which.",
    remedy:
      "Fix the line whose number is in `line`, and submit it again. The other lines of the batch are judged.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
