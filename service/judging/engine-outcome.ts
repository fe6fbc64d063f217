import { EngineError } from "../../engine/errors.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import { ServiceError } from "../errors.ts";
import type { Failure } from "./verdict-store.ts";

/** What a failed attempt means for its item. */
export interface AttemptFailure {
  readonly code: ErrorCode;
  /** Safe to store and show: says causes and limits, never content or output. */
  readonly detail: string | null;
  readonly retryable: boolean;
}

/** The one place where an error of judging becomes the outcome of an item. */
export function attemptFailure(error: unknown): AttemptFailure {
  if (error instanceof EngineError) {
    return { code: error.code, detail: error.message, retryable: error.retryable };
  }
  // `not_ready` is a store that is away, and no outcome of the item.
  if (error instanceof ServiceError && error.code !== "not_ready") {
    return { code: error.code, detail: error.message, retryable: error.code === "deadline_exceeded" };
  }
  // A fault of ours or of the database: worth another try, and not worth showing.
  return { code: "internal_error", detail: null, retryable: true };
}

/** The failure as it is stored in the record. */
export function recordFailure(status: Failure["status"], code: ErrorCode, detail: string | null): Failure {
  return { status, error: { code, title: ERROR_CATALOGUE[code].title, detail } };
}
