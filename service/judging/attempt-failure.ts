import { EngineError } from "../../engine/errors.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import { ServiceError } from "../errors.ts";
import type { Failure } from "./verdict-store.ts";

/** The consequence of a failed attempt for its item. */
export interface AttemptFailure {
  readonly code: ErrorCode;
  /** Safe to store and show: names causes and limits, never content or output. */
  readonly detail: string | null;
  readonly retryable: boolean;
}

/** Translates an error of judging into the outcome of an item. The only place that does. */
export function attemptFailure(error: unknown): AttemptFailure {
  if (error instanceof EngineError) {
    return { code: error.code, detail: error.message, retryable: error.retryable };
  }
  // `not_ready` is an unavailable store, not an outcome of the item.
  if (error instanceof ServiceError && error.code !== "not_ready") {
    return { code: error.code, detail: error.message, retryable: error.code === "deadline_exceeded" };
  }
  // A bug or a database error: retryable, and its message may contain what must not be shown.
  return { code: "internal_error", detail: null, retryable: true };
}

/** The failure as stored in the record. */
export function recordFailure(status: Failure["status"], code: ErrorCode, detail: string | null): Failure {
  return { status, error: { code, title: ERROR_CATALOGUE[code].title, detail } };
}
