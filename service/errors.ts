/**
 * Every error the service answers with, once: status, title and remedy by stable code. docs/errors.md
 * explains each; a unit test keeps the two equal.
 */
export const ERROR_CATALOGUE = {
  invalid_request: { status: 400, title: "The request is not valid" },
  invalid_json: { status: 400, title: "The body is not valid JSON" },
  content_unsupported: { status: 400, title: "Only text can be judged" },
  invalid_cursor: { status: 400, title: "The cursor is not one of ours" },
  invalid_policy: { status: 422, title: "The policy document is not valid" },
  unauthorized: { status: 401, title: "An API key is needed" },
  forbidden: { status: 403, title: "The API key may not do this" },
  not_found: { status: 404, title: "There is no such thing" },
  policy_not_found: { status: 404, title: "There is no such policy" },
  policy_version_not_found: { status: 404, title: "There is no such policy version" },
  verdict_not_found: { status: 404, title: "There is no such verdict" },
  batch_not_found: { status: 404, title: "There is no such batch" },
  webhook_not_found: { status: 404, title: "There is no such webhook" },
  webhook_delivery_not_found: { status: 404, title: "There is no such webhook delivery" },
  method_not_allowed: { status: 405, title: "The resource does not take this method" },
  not_acceptable: { status: 406, title: "No representation that the client accepts" },
  idempotency_conflict: { status: 409, title: "The Idempotency-Key was used with another body" },
  idempotency_in_progress: { status: 409, title: "The same upload is still being received" },
  policy_archived: { status: 409, title: "The policy is archived" },
  batch_unfinished: { status: 409, title: "The batch has not ended" },
  webhook_limit_reached: { status: 409, title: "There are as many webhooks as there may be" },
  precondition_failed: { status: 412, title: "The resource has changed since it was read" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The content type is not supported" },
  webhook_url_refused: { status: 422, title: "The webhook's URL is refused" },
  not_utf8: { status: 422, title: "The body is not UTF-8" },
  judging_failed: { status: 422, title: "The content could not be judged" },
  authentication_throttled: { status: 429, title: "Too many wrong API keys from this address" },
  rate_limit_exceeded: { status: 429, title: "The API key has sent as many requests as it may" },
  concurrency_limit_exceeded: { status: 429, title: "The API key has as many requests under way as it may" },
  queue_share_exceeded: { status: 429, title: "The API key has as many items waiting as it may" },
  overloaded: { status: 503, title: "The verdict would come too late" },
  queue_full: { status: 503, title: "Too many items are waiting" },
  too_many_streams: { status: 503, title: "Too many streams are open" },
  not_judged_in_time: { status: 503, title: "The content was not judged in time" },
  not_ready: { status: 503, title: "The service cannot judge at present" },
  shutting_down: { status: 503, title: "The service is shutting down" },
  internal_error: { status: 500, title: "Something broke inside the service" },

  // Outcomes of an item, found in `error` of a verdict record, never as an HTTP status of their own.
  engine_unavailable: { status: 503, title: "The engine was not there" },
  engine_aborted: { status: 503, title: "Judging was interrupted" },
  engine_failed: { status: 500, title: "The engine broke on this item" },
  prompt_too_long: { status: 422, title: "Policy and content do not fit the model's context" },
  schema_unsupported: { status: 422, title: "The policy's output schema cannot be enforced" },
  output_truncated: { status: 500, title: "The model's answer was cut" },
  output_empty: { status: 500, title: "The model gave no answer" },
  output_invalid: { status: 500, title: "The model's answer did not satisfy the policy's schema" },
  deadline_exceeded: { status: 500, title: "Judging took too long" },
  worker_lost: { status: 500, title: "The worker was lost each time it judged this item" },
  item_expired: { status: 500, title: "The item was not judged in time" },
  caller_left: { status: 500, title: "The caller left before the item was judged" },
  batch_cancelled: { status: 500, title: "The batch was cancelled before the item was judged" },
  bad_line: { status: 422, title: "The line cannot be judged" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** One thing wrong in a request, at an RFC 6901 JSON Pointer. */
export interface ErrorFault {
  readonly pointer: string;
  readonly message: string;
}

/**
 * A failure with a stable code. `message` becomes the problem's `detail`: it says what to do and never
 * holds content, policy text, keys or engine output.
 */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly code: ErrorCode;
  readonly faults: readonly ErrorFault[];
  /** Seconds after which asking again makes sense (Retry-After). */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & {
      readonly faults?: readonly ErrorFault[];
      readonly retryAfterSeconds?: number;
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
