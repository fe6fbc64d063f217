import type { ErrorEntry } from "./error-entry.ts";

/** Codes of requests that are malformed, or that use HTTP in a way that the service does not support. */
export const FORM_ERRORS = {
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
  not_found: {
    status: 404,
    title: "The resource was not found",
    cause: "No route has this path, or the key to revoke does not exist.",
    remedy: "Compare the path with /docs; paths have no trailing slash.",
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
  not_utf8: {
    status: 422,
    title: "The body is not UTF-8",
    cause: "The body contains bytes that are not valid UTF-8.",
    remedy: "Convert the text to UTF-8 before sending it.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
