import type { ErrorCode } from "./error-catalogue/catalogue.ts";

/**
 * An error of the service whose message never contains content, policy text, keys or engine output: it may be logged.
 */
export abstract class SafeError extends Error {}

/** An error that the operator can fix. Its message says how, so it is printed without a stack. */
export abstract class OperatorError extends SafeError {}

/** One fault in a request, at an RFC 6901 JSON Pointer. */
export interface ErrorFault {
  readonly pointer: string;
  readonly message: string;
}

/** A failure with a stable code. `message` becomes the problem's `detail` and says what to do next. */
export class ServiceError extends SafeError {
  override readonly name = "ServiceError";
  readonly code: ErrorCode;
  readonly faults: readonly ErrorFault[];
  /** Seconds after which a retry makes sense (Retry-After). */
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
