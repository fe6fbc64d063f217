import type { ErrorEntry } from "./error-entry.ts";

/** Codes of requests that the service cannot serve now. */
export const CAPACITY_ERRORS = {
  rate_limit_exceeded: {
    status: 429,
    title: "The API key has exceeded its rate limit",
    cause:
      "The key sent more requests in a minute than its limit allows; the `RateLimit` header shows what is left.",
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
    cause: "The maximum number of items is already waiting. Nothing in the request was accepted.",
    remedy: "Repeat the request after `Retry-After` seconds; add workers if it persists.",
  },
  too_many_streams: {
    status: 503,
    title: "Too many event streams are open",
    cause: "This instance already serves `GAVEL_MAX_STREAMS` event streams.",
    remedy:
      "Repeat the request after `Retry-After` seconds, or ask the operator to raise the limit or add an instance.",
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
      "Repeat the request after `Retry-After` seconds: another instance, or this one after its restart, will respond.",
  },
  internal_error: {
    status: 500,
    title: "An internal error occurred",
    cause: "The service, or something that it depends on, failed unexpectedly.",
    remedy:
      "Repeat the request later. If it persists, give `request_id` to the operator: the log has the details under it.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
