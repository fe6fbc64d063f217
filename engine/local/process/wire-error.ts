import {
  EngineAbortedError,
  EngineError,
  type EngineErrorCode,
  EngineFailedError,
  EngineUnavailableError,
  OutputEmptyError,
  OutputTruncatedError,
  PromptTooLongError,
  type Remedy,
  type SchemaLocation,
  SchemaUnsupportedError,
} from "../../errors.ts";

/** An EngineError as data, without its cause: a cause may contain more than an error may reveal. */
export interface WireError {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly remedy: Remedy | null;
  /** Of a SchemaUnsupportedError; else null. */
  readonly location: SchemaLocation | null;
}

/** Any other error is a bug of the engine; its message is not passed on, because it may contain content. */
export function toWireError(error: unknown): WireError {
  if (error instanceof EngineError) {
    const { code, message, retryable, remedy } = error;
    return {
      code,
      message,
      retryable,
      remedy,
      location: error instanceof SchemaUnsupportedError ? error.location : null,
    };
  }
  return {
    code: "engine_failed",
    message: "The engine failed unexpectedly.",
    retryable: true,
    remedy: null,
    location: null,
  };
}

export function fromWireError({ code, message, retryable, remedy, location }: WireError): EngineError {
  switch (code) {
    case "engine_unavailable":
      return new EngineUnavailableError(message, { remedy });
    case "engine_aborted":
      return new EngineAbortedError(message, { remedy });
    case "prompt_too_long":
      return new PromptTooLongError(message, { remedy });
    case "schema_unsupported":
      return new SchemaUnsupportedError(message, location ?? { pointer: "", reason: message });
    case "output_truncated":
      return new OutputTruncatedError(message, { remedy });
    case "output_empty":
      return new OutputEmptyError(message, { remedy });
    case "engine_failed":
      return new EngineFailedError(message, { retryable, remedy });
  }
}
