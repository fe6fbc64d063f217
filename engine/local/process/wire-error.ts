import {
  EngineAbortedError,
  EngineError,
  type EngineErrorCode,
  EngineFailedError,
  EngineUnavailableError,
  OutputEmptyError,
  OutputTruncatedError,
  PromptTooLongError,
  SchemaUnsupportedError,
} from "../../errors.ts";

/** An EngineError as data, without its cause: a cause may contain more than an error may reveal. */
export interface WireError {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** Any other error is a bug of the engine; its message is not passed on, because it may contain content. */
export function toWireError(error: unknown): WireError {
  if (error instanceof EngineError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  return { code: "engine_failed", message: "The engine failed unexpectedly.", retryable: true };
}

export function fromWireError({ code, message, retryable }: WireError): EngineError {
  switch (code) {
    case "engine_unavailable":
      return new EngineUnavailableError(message);
    case "engine_aborted":
      return new EngineAbortedError(message);
    case "prompt_too_long":
      return new PromptTooLongError(message);
    case "schema_unsupported":
      return new SchemaUnsupportedError(message);
    case "output_truncated":
      return new OutputTruncatedError(message);
    case "output_empty":
      return new OutputEmptyError(message);
    case "engine_failed":
      return new EngineFailedError(message, { retryable });
  }
}
