import type { ErrorCode } from "../../errors.ts";

/** What is behind a code, and what helps. docs/errors.md says the same; a unit test compares them. */
export interface ErrorAdvice {
  readonly cause: string;
  readonly remedy: string;
}

/** Codes of problems: what a request is answered with. */
const ANSWERS = {
  invalid_request: {
    cause: "A body, query parameter or header does not satisfy its schema.",
    remedy: "Mend what `errors` points at: a JSON Pointer into the body, or /name for a query parameter.",
  },
  invalid_json: {
    cause: "The body is empty or cannot be read as JSON.",
    remedy: "Send one JSON document; look for a missing quote, a trailing comma or a cut body.",
  },
  content_unsupported: {
    cause:
      "The content holds an image or another part or member that is not text, at the door of another service's contract.",
    remedy: "Send the text alone. Judge images elsewhere: nothing is answered about what was not looked at.",
  },
  invalid_cursor: {
    cause:
      "`after` is not a cursor of this listing, or the filter or order is not the one that it came from.",
    remedy: "Send `next_cursor` unchanged with the same filter and order, or start again without `after`.",
  },
  invalid_policy: {
    cause:
      "The policy document is empty, holds control characters, does not fit the model's context, or its front matter or output schema is wrong.",
    remedy: "Fix what `errors` names, with the line if it is known, and upload again.",
  },
  unauthorized: {
    cause: "No API key was sent, or it is unknown or revoked.",
    remedy: "Send `Authorization: Bearer` with a key. `gavel keys create` makes one.",
  },
  forbidden: {
    cause: "The key is valid but lacks the scope that `detail` names.",
    remedy: "Use a key with that scope; scopes of a key do not change, so create another.",
  },
  not_found: {
    cause: "No route has this path, or the key to revoke does not exist.",
    remedy: "Compare the path with /docs; paths have no trailing slash.",
  },
  policy_not_found: {
    cause: "No policy has this id.",
    remedy: "List the policies with GET /policies, or upload this one with PUT /policies/{policy_id}.",
  },
  policy_version_not_found: {
    cause: "The policy has no version of this number.",
    remedy: "List the versions with GET /policies/{policy_id}/versions.",
  },
  verdict_not_found: {
    cause: "No record has this id, or its retention time is over.",
    remedy: "Check the id. Records are kept 90 days unless configured otherwise.",
  },
  batch_not_found: {
    cause: "No batch has this id, its retention time is over, or another key uploaded the one to cancel.",
    remedy:
      "Check the id with GET /batches. A batch is cancelled with the key that uploaded it, or an admin's.",
  },
  webhook_not_found: {
    cause: "No webhook has this id.",
    remedy: "List the webhooks with GET /webhooks.",
  },
  webhook_delivery_not_found: {
    cause: "No delivery has this id: it was delivered some days ago, or its record or webhook is gone.",
    remedy: "List the deliveries with GET /webhooks/{webhook_id}/deliveries.",
  },
  method_not_allowed: {
    cause: "The path exists but does not take this method.",
    remedy: "Use a method that the `Allow` header names.",
  },
  not_acceptable: {
    cause: "`Accept` leaves no representation that there is.",
    remedy: "Accept application/json or text/markdown, or send no `Accept`.",
  },
  idempotency_conflict: {
    cause: "This `Idempotency-Key` was used before with another body.",
    remedy: "Use a new key for a new request; repeat a request with its own key and exactly its body.",
  },
  idempotency_in_progress: {
    cause:
      "An upload of a batch with this Idempotency-Key has begun and not ended. One that pauses for a minute is given up.",
    remedy:
      "Send it again after Retry-After: it then returns the batch of the first upload, if that was accepted.",
  },
  policy_archived: {
    cause: "The policy was deleted, so nothing new is judged by it.",
    remedy: "Upload a document to the same id to bring it back, or use another policy.",
  },
  batch_unfinished: {
    cause: "Results are read in input order once every item has its outcome, and some have none yet.",
    remedy: "Follow GET /batches/{batch_id} until it is completed, or cancel it and read what there is.",
  },
  webhook_limit_reached: {
    cause: "There are 100 webhooks.",
    remedy: "Delete one that is no longer used, or let one receiver pass events on to others.",
  },
  precondition_failed: {
    cause: "The policy has changed since its entity tag was read, or does not exist.",
    remedy: "Read the policy again, look at what changed, and repeat with the new `ETag`.",
  },
  body_too_large: {
    cause:
      "The body is longer than allowed: 200 KiB for a policy, `GAVEL_MAX_BATCH_BYTES` or `GAVEL_MAX_BATCH_LINES` lines for a batch, " +
      "`GAVEL_MAX_BODY_BYTES` otherwise.",
    remedy: "Send less, or have the limit raised.",
  },
  unsupported_media_type: {
    cause:
      "`Content-Type` is missing or not what the route takes, the charset is not UTF-8, or the body is compressed.",
    remedy:
      "Send application/json, text/markdown for a policy, or application/jsonl, text/csv or multipart/form-data for a " +
      "batch, in UTF-8 and not encoded.",
  },
  webhook_url_refused: {
    cause:
      "It is not https, holds a user name or password, or leads to an address that is not public (loopback, private, link-local).",
    remedy:
      "Give an https URL of a public address. For receivers inside your network set `GAVEL_WEBHOOK_ALLOW_PRIVATE=true`.",
  },
  not_utf8: {
    cause: "Some of its bytes do not form UTF-8 text.",
    remedy: "Convert the text to UTF-8 before sending it.",
  },
  judging_failed: {
    cause: "The item was tried and ended failed, at a door that has no record to show it in.",
    remedy: "Read the verdict that `detail` names: its `error` has the code. Asking again rarely helps.",
  },
  authentication_throttled: {
    cause: "More wrong keys than `GAVEL_MAX_AUTH_FAILURES` came from this address within a minute.",
    remedy: "Repeat after `Retry-After` seconds with a key that works.",
  },
  rate_limit_exceeded: {
    cause: "The key sent more requests in a minute than its limit; the `RateLimit` field tells what is left.",
    remedy: "Repeat after `Retry-After` seconds, or have the key's limit raised (`GAVEL_KEY_LIMITS`).",
  },
  concurrency_limit_exceeded: {
    cause: "The key has as many requests, uploads or event streams open at a time as it may.",
    remedy:
      "Wait for one of them to end, or have the limit raised (`GAVEL_KEY_LIMITS`, `GAVEL_KEY_UPLOADS`, `GAVEL_KEY_STREAMS`).",
  },
  queue_share_exceeded: {
    cause:
      "The key's items take its share of the longest queue (`GAVEL_KEY_QUEUE_SHARE`). Nothing of the request was accepted.",
    remedy: "Repeat after `Retry-After` seconds; send large amounts as a batch.",
  },
  overloaded: {
    cause:
      "By the items that go before it and the rate at which workers judge, the verdict would come after the request's wait. Nothing of the request was accepted.",
    remedy:
      "Repeat after `Retry-After` seconds, wait longer with `Prefer: wait=N`, or send `Prefer: respond-async` and ask for the record later.",
  },
  queue_full: {
    cause: "More items wait than the service accepts. Nothing of the request was accepted.",
    remedy: "Repeat after `Retry-After` seconds; add workers if it persists.",
  },
  too_many_streams: {
    cause: "This instance serves `GAVEL_MAX_STREAMS` event streams already.",
    remedy: "Repeat after `Retry-After` seconds, or have the limit raised or an instance added.",
  },
  not_judged_in_time: {
    cause:
      "The wait was over before a worker began to judge, or, at a door that answers with verdicts only, before the verdict was there.",
    remedy:
      "Repeat after `Retry-After` seconds, wait longer with `Prefer: wait=N`, or use POST /classify with `Prefer: respond-async` and ask for the record later.",
  },
  not_ready: {
    cause: "A part that judging needs is not there.",
    remedy: "Repeat later; GET /readyz names the part that is missing.",
  },
  shutting_down: {
    cause: "This instance is ending and takes no new requests.",
    remedy: "Repeat after `Retry-After` seconds: another instance or the next start answers.",
  },
  internal_error: {
    cause: "A fault in the service or in something that it depends on.",
    remedy:
      "Repeat later. If it persists, give `request_id` to the operator: the log has the details under it.",
  },
} as const satisfies Partial<Record<ErrorCode, ErrorAdvice>>;

/** Codes of outcomes: what stands in `error` of a record whose item could not be judged. */
const OUTCOMES = {
  engine_unavailable: {
    cause: "It was starting, restarting or unreachable each time the item was tried.",
    remedy: "Look at GET /readyz and the log of the engine, then submit the content again.",
  },
  engine_aborted: {
    cause: "A deadline or a shutdown stopped every attempt.",
    remedy: "Submit the content again.",
  },
  engine_failed: {
    cause:
      "Something in the engine's process or runtime failed while it judged, or it needs more memory for keys and values than the engine has.",
    remedy:
      "Submit it once more; if it fails again, the log has the engine's error under the verdict id. For memory see GAVEL_KV_CACHE_BYTES.",
  },
  prompt_too_long: {
    cause: "Together with room for the answer they need more tokens than the model takes.",
    remedy:
      "Shorten the content or the policy, lower the reasoning effort, or raise `GAVEL_MAX_CONTEXT_TOKENS`.",
  },
  schema_unsupported: {
    cause: "It uses a keyword that decoding cannot hold the model to.",
    remedy: "Change `output_schema` in the policy's front matter and upload a new version.",
  },
  output_truncated: {
    cause: "It reached its length bound before it was complete.",
    remedy: "Submit it again with another reasoning effort, or make the policy's output schema smaller.",
  },
  output_empty: {
    cause: "Its final message was empty.",
    remedy: "Submit the content again; check the model if it happens often.",
  },
  output_invalid: {
    cause: "It was not valid, and neither was the one repair that the model was asked for.",
    remedy: "Submit it again; if one policy fails often, simplify its output schema or its codes.",
  },
  deadline_exceeded: {
    cause: "One attempt took longer than `GAVEL_ATTEMPT_TIMEOUT_SECONDS`.",
    remedy: "Lower the reasoning effort, add workers, or raise the limit.",
  },
  worker_lost: {
    cause: "Its process ended unexpectedly, as often as an item is tried.",
    remedy: "Look for crashes or memory limits in the worker's log, then submit the content again.",
  },
  item_expired: {
    cause: "It waited longer than `GAVEL_EXPIRE_AFTER_HOURS`, or was erased before its turn.",
    remedy: "Check that workers run and keep up, then submit the content again.",
  },
  caller_left: {
    cause: "The request that waited for it ended, or its wait was over, before a worker began with it.",
    remedy:
      "Submit the content again. To have items judged in any case, send `Prefer: respond-async` or an `Idempotency-Key`.",
  },
  batch_cancelled: {
    cause: "Somebody cancelled its batch; the item was given up.",
    remedy: "Submit the content again if it is still to be judged.",
  },
  bad_line: {
    cause:
      "A line of a batch is not JSON, not UTF-8, too long, or lacks what an item needs; `detail` says which.",
    remedy: "Mend the line that `line` names and submit it again; the other lines are judged.",
  },
} as const satisfies Partial<Record<ErrorCode, ErrorAdvice>>;

export const ERROR_GUIDE: Readonly<Record<ErrorCode, ErrorAdvice>> = { ...ANSWERS, ...OUTCOMES };

export const ANSWER_CODES = Object.keys(ANSWERS) as readonly ErrorCode[];
export const OUTCOME_CODES = Object.keys(OUTCOMES) as readonly ErrorCode[];
