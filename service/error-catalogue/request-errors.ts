import type { ErrorEntry } from "./error-entry.ts";

/** Codes of problems: why a request fails. */
export const REQUEST_ERRORS = {
  invalid_request: {
    status: 400,
    title: "The request is not valid",
    cause: "A body, query parameter or header does not satisfy its schema.",
    remedy: "Fix what `errors` points to: a JSON Pointer into the body, or /name for a query parameter.",
  },
  invalid_json: {
    status: 400,
    title: "The body is not valid JSON",
    cause: "The body is empty or cannot be parsed as JSON.",
    remedy: "Send one JSON document; look for a missing quote, a trailing comma or a truncated body.",
  },
  content_unsupported: {
    status: 400,
    title: "Only text can be judged",
    cause: "A request to a compatible endpoint contains an image or another part that is not text.",
    remedy: "Send only the text. Gavel returns no verdict on content that it cannot read.",
  },
  invalid_cursor: {
    status: 400,
    title: "The cursor is not valid",
    cause:
      "`after` is not a cursor of this list, or the filter or order differs from the request that returned it.",
    remedy: "Send `next_cursor` unchanged with the same filter and order, or start again without `after`.",
  },
  invalid_policy: {
    status: 422,
    title: "The policy document is not valid",
    cause:
      "The policy document is empty, contains control characters, does not fit the model's context, or its front matter or " +
      "output schema is not valid.",
    remedy: "Fix what `errors` names, with the line if it is known, and upload the document again.",
  },
  unauthorized: {
    status: 401,
    title: "A valid API key is required",
    cause: "No API key was sent, or it is unknown or revoked; or the session of the dashboard has ended.",
    remedy:
      "Send `Authorization: Bearer` with a key. `gavel keys create` creates one. In the dashboard: sign in again.",
  },
  sign_in_failed: {
    status: 401,
    title: "Signing in failed",
    cause: "The API key is unknown or revoked, or the sign-in link is unknown, expired or used.",
    remedy: "Sign in with a valid key, or create another link with `gavel dashboard`.",
  },
  csrf_refused: {
    status: 403,
    title: "The request does not come from a page of this service",
    cause:
      "A request with the cookie of a session changes something, and its `Sec-Fetch-Site` or `Origin` is that of " +
      "another site or absent.",
    remedy:
      "Programs send an API key in `Authorization` instead of a cookie. A proxy must pass `Host`, `Origin` and " +
      "`Sec-Fetch-Site` unchanged.",
  },
  key_required: {
    status: 403,
    title: "The request requires an API key",
    cause: "The request has the cookie of a session, and a session cannot do this.",
    remedy: "Send `Authorization: Bearer` with an API key.",
  },
  forbidden: {
    status: 403,
    title: "The API key lacks a scope",
    cause: "The key is valid but does not have the scope that `detail` names.",
    remedy: "Use a key with that scope. The scopes of a key cannot change, so create a new key if needed.",
  },
  not_found: {
    status: 404,
    title: "The resource was not found",
    cause: "No route has this path, or the key to revoke does not exist.",
    remedy: "Compare the path with /docs; paths have no trailing slash.",
  },
  policy_not_found: {
    status: 404,
    title: "The policy was not found",
    cause: "No policy has this id.",
    remedy: "List the policies with GET /policies, or upload this one with PUT /policies/{policy_id}.",
  },
  policy_version_not_found: {
    status: 404,
    title: "The policy version was not found",
    cause: "The policy has no version with this number.",
    remedy: "List the versions with GET /policies/{policy_id}/versions.",
  },
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
    remedy: "Nothing: erased content cannot be restored. The record still has the decision in codes.",
  },
  not_retryable: {
    status: 409,
    title: "The record cannot be retried",
    cause:
      "Only an item that failed or expired can be judged again; this one waits, runs, or has its verdict.",
    remedy:
      "Read the record with GET /verdicts/{verdict_id}. To judge content again, send it to POST /classify.",
  },
  review_not_found: {
    status: 404,
    title: "The record has no review",
    cause: "No record has this id, or it was never in the review queue.",
    remedy:
      "Open a review with POST /reviews/{verdict_id}/claim, or return the verdict to the queue with POST " +
      "/verdicts/{verdict_id}/appeals.",
  },
  statement_not_applicable: {
    status: 409,
    title: "There is no violation to state reasons for",
    cause:
      "The record is not completed, its verdict is not a violation, or a reviewer decided that it is not.",
    remedy: "Draft a statement only for records that are violations: list them with `violation=1`.",
  },
  batch_not_found: {
    status: 404,
    title: "The batch was not found",
    cause:
      "No batch has this id, its retention period is over, or the batch to cancel was uploaded with another key.",
    remedy:
      "Check the id with GET /batches. Cancel a batch with the key that uploaded it, or with an admin key.",
  },
  golden_set_not_found: {
    status: 404,
    title: "The golden set was not found",
    cause: "No golden set has this name, or it has no version with this number.",
    remedy:
      "List the golden sets with GET /golden-sets, or upload this one with PUT /golden-sets/{golden_set}.",
  },
  golden_set_in_use: {
    status: 409,
    title: "The golden set is in use",
    cause: "An evaluation that is running needs the items of the golden set to delete.",
    remedy:
      "Cancel the evaluation with POST /evaluations/{evaluation_id}/cancel, or wait until it is completed.",
  },
  golden_set_invalid: {
    status: 422,
    title: "The golden set cannot be imported",
    cause:
      "The upload has no known format, has no items, has two items with the same id, or needs an option to be read.",
    remedy:
      "Do what `detail` says. JSON Lines with the members `id`, `content` and `violation` can always be imported.",
  },
  evaluation_not_found: {
    status: 404,
    title: "The evaluation was not found",
    cause: "No evaluation has this id, or its retention period is over.",
    remedy: "List the evaluations with GET /evaluations.",
  },
  evaluation_not_ended: {
    status: 409,
    title: "The evaluation has not ended",
    cause: "A report needs every judgement, and the evaluation is still running.",
    remedy:
      "Wait until its status is completed, or cancel it. GET /evaluations/{evaluation_id} shows how far it is.",
  },
  evaluation_limit_reached: {
    status: 409,
    title: "Too many evaluations are running",
    cause: "The service runs a limited number of evaluations at a time.",
    remedy: "Wait until one of them is completed, or cancel one.",
  },
  webhook_not_found: {
    status: 404,
    title: "The webhook was not found",
    cause: "No webhook has this id.",
    remedy: "List the webhooks with GET /webhooks.",
  },
  webhook_delivery_not_found: {
    status: 404,
    title: "The webhook delivery was not found",
    cause:
      "No delivery has this id, its retention period is over, or its record or webhook has been deleted.",
    remedy: "List the deliveries with GET /webhooks/{webhook_id}/deliveries.",
  },
  method_not_allowed: {
    status: 405,
    title: "The resource does not support this method",
    cause: "The path exists, but not with this method.",
    remedy: "Use a method that the `Allow` header names.",
  },
  not_acceptable: {
    status: 406,
    title: "No acceptable representation is available",
    cause: "`Accept` excludes every representation of the resource.",
    remedy: "Accept application/json or text/markdown, or send no `Accept`.",
  },
  idempotency_conflict: {
    status: 409,
    title: "The Idempotency-Key was used with a different body",
    cause: "An earlier request with this `Idempotency-Key` had a different body.",
    remedy:
      "Use a new key for a new request; to repeat a request, send its own key and exactly the same body.",
  },
  idempotency_in_progress: {
    status: 409,
    title: "The same upload is still in progress",
    cause:
      "A batch upload with this `Idempotency-Key` has started and not finished. An upload that pauses for a minute is aborted.",
    remedy:
      "Send it again after `Retry-After` seconds: the response is then the batch of the first upload, if that was accepted.",
  },
  policy_archived: {
    status: 409,
    title: "The policy is archived",
    cause: "The policy was archived, so it accepts no new content.",
    remedy: "Upload a document to the same id to restore the policy, or use another policy.",
  },
  policy_not_active: {
    status: 409,
    title: "The policy has no active version",
    cause: "The policy has only drafts, so no version can judge new content.",
    remedy: "Activate a version, or name one as `policy_version` in the request.",
  },
  trial_not_found: {
    status: 404,
    title: "The shadow or replay was not found",
    cause: "No shadow or replay has this id, or its retention period is over.",
    remedy: "List them with GET /trials.",
  },
  shadow_running: {
    status: 409,
    title: "The policy already has a shadow",
    cause: "One candidate of a policy at a time judges live items.",
    remedy: "Stop it with POST /trials/{trial_id}/stop, or wait until its limit is reached.",
  },
  nothing_to_replay: {
    status: 409,
    title: "There is no record to replay",
    cause:
      "The policy has no completed record of another version whose content is kept. Content is erased after " +
      "`GAVEL_CONTENT_RETENTION_HOURS`.",
    remedy: "Choose an earlier `since`, keep content for longer, or run the candidate as a shadow.",
  },
  activation_refused: {
    status: 409,
    title: "The gate refuses the version",
    cause:
      "The version misses a target that it declares, has targets and no completed evaluation, or is significantly worse than the " +
      "active version on the same golden set. `errors` says which.",
    remedy:
      "Change the policy and evaluate it again. To activate it anyway, send `force` with a `reason`: both are recorded.",
  },
  no_earlier_version: {
    status: 409,
    title: "No earlier version was active",
    cause: "The active version is the first that was activated, or the policy has no active version.",
    remedy: "List the versions with GET /policies/{policy_id}/versions, and activate the one that you need.",
  },
  batch_unfinished: {
    status: 409,
    title: "The batch is not finished",
    cause: "Results are available, in input order, when every item has its outcome.",
    remedy:
      "Poll GET /batches/{batch_id} until the batch is completed, or cancel it and read the results so far.",
  },
  verdict_not_reviewable: {
    status: 409,
    title: "The record has no verdict to review",
    cause: "The record is not judged yet, could not be judged, or has been erased.",
    remedy: "Review records with the status completed that have not been erased.",
  },
  review_claimed: {
    status: 409,
    title: "Another person works on this item",
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
  webhook_limit_reached: {
    status: 409,
    title: "The limit of webhooks has been reached",
    cause: "The service already has 100 webhooks, the maximum.",
    remedy: "Delete one that is no longer used, or let one receiver forward events to others.",
  },
  precondition_failed: {
    status: 412,
    title: "The resource has changed since it was read",
    cause: "The policy has changed since its entity tag was read, or does not exist.",
    remedy: "Read the policy again, look at what changed, and repeat the request with the new `ETag`.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    cause:
      "The body is longer than allowed: 200 KiB for a policy, `GAVEL_MAX_BATCH_BYTES` or `GAVEL_MAX_BATCH_LINES` " +
      "lines for a batch, `GAVEL_MAX_BODY_BYTES` otherwise.",
    remedy: "Send less, or ask the operator to raise the limit.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The content type is not supported",
    cause:
      "`Content-Type` is missing or not supported by the route, the charset is not UTF-8, or the body is compressed.",
    remedy:
      "Send application/json, text/markdown for a policy, or application/jsonl, text/csv or multipart/form-data for a " +
      "batch, in UTF-8 and without `Content-Encoding`.",
  },
  webhook_url_refused: {
    status: 422,
    title: "The webhook's URL is not allowed",
    cause:
      "The URL is not https, contains a user name or password, or resolves to an address that is not public (loopback, " +
      "private, link-local).",
    remedy:
      "Use an https URL of a public address. For receivers inside your network set `GAVEL_WEBHOOK_ALLOW_PRIVATE=true`.",
  },
  not_utf8: {
    status: 422,
    title: "The body is not UTF-8",
    cause: "The body contains bytes that are not valid UTF-8.",
    remedy: "Convert the text to UTF-8 before sending it.",
  },
  judging_failed: {
    status: 422,
    title: "The content could not be judged",
    cause:
      "The item ended `failed` or `expired`, and the response of this compatible endpoint cannot contain its record.",
    remedy:
      "Read the verdict that `detail` names: its `error` has the code. Sending the request again rarely helps.",
  },
  authentication_throttled: {
    status: 429,
    title: "Too many invalid API keys from this address",
    cause:
      "This address sent more invalid keys, sessions and sign-in links than `GAVEL_MAX_AUTH_FAILURES` within a minute.",
    remedy: "Repeat the request after `Retry-After` seconds with a valid key.",
  },
  rate_limit_exceeded: {
    status: 429,
    title: "The API key has exceeded its rate limit",
    cause:
      "The key sent more requests in a minute than its limit; the `RateLimit` field contains what is left.",
    remedy:
      "Repeat the request after `Retry-After` seconds, or ask the operator to raise the key's limit (`GAVEL_KEY_LIMITS`).",
  },
  concurrency_limit_exceeded: {
    status: 429,
    title: "The API key has too many concurrent requests",
    cause: "The key has reached its limit of concurrent requests, uploads, exports or event streams.",
    remedy:
      "Wait for one of them to end, or ask the operator to raise the limit (`GAVEL_KEY_LIMITS`, `GAVEL_KEY_UPLOADS`, " +
      "`GAVEL_KEY_EXPORTS`, `GAVEL_KEY_STREAMS`).",
  },
  queue_share_exceeded: {
    status: 429,
    title: "The API key has too many waiting items",
    cause:
      "The key's items fill its share of the queue (`GAVEL_KEY_QUEUE_SHARE`). Nothing in the request was accepted.",
    remedy: "Repeat the request after `Retry-After` seconds; send large amounts as a batch.",
  },
  overloaded: {
    status: 503,
    title: "The verdict would not be ready in time",
    cause:
      "At the current rate, the items ahead in the queue take longer than the request waits. Nothing in the request was accepted.",
    remedy:
      "Repeat the request after `Retry-After` seconds, wait longer with `Prefer: wait=N`, or send `Prefer: respond-async` and " +
      "fetch the record later.",
  },
  queue_full: {
    status: 503,
    title: "The queue is full",
    cause: "More items wait than the service accepts. Nothing in the request was accepted.",
    remedy: "Repeat the request after `Retry-After` seconds; add workers if it persists.",
  },
  too_many_streams: {
    status: 503,
    title: "Too many event streams are open",
    cause: "This instance already serves `GAVEL_MAX_STREAMS` event streams.",
    remedy:
      "Repeat the request after `Retry-After` seconds, or ask the operator to raise the limit or add an instance.",
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
  not_ready: {
    status: 503,
    title: "The service is not ready",
    cause: "A component that judging needs is unavailable.",
    remedy: "Repeat the request later; GET /readyz names the component.",
  },
  shutting_down: {
    status: 503,
    title: "The service is shutting down",
    cause: "This instance is stopping and accepts no new requests.",
    remedy:
      "Repeat the request after `Retry-After` seconds, when another instance or the restarted one responds.",
  },
  internal_error: {
    status: 500,
    title: "An internal error occurred",
    cause: "The service, or something that it depends on, failed unexpectedly.",
    remedy:
      "Repeat the request later. If it persists, give `request_id` to the operator: the log has the details under it.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
