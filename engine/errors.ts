/**
 * Everything an engine can fail with. Subclassed by what the caller must do, not by where it happened.
 * Messages name causes and limits; they never hold prompt or answer text.
 */
export abstract class EngineError extends Error {
  abstract readonly code: EngineErrorCode;
  /** True if the same request may succeed later without anyone changing anything. */
  abstract readonly retryable: boolean;
}

export type EngineErrorCode =
  | "engine_unavailable"
  | "engine_aborted"
  | "prompt_too_long"
  | "schema_unsupported"
  | "output_truncated"
  | "output_empty"
  | "engine_failed";

/** Not there: not started, crashed, restarting, unreachable. Wait and ask again. */
export class EngineUnavailableError extends EngineError {
  override readonly name = "EngineUnavailableError";
  readonly code = "engine_unavailable";
  readonly retryable = true;
}

/** The caller's signal was aborted: a deadline passed or the service is closing. */
export class EngineAbortedError extends EngineError {
  override readonly name = "EngineAbortedError";
  readonly code = "engine_aborted";
  readonly retryable = true;
}

/** Prompt and answer do not fit the model's context. Shorten the content or the policy. */
export class PromptTooLongError extends EngineError {
  override readonly name = "PromptTooLongError";
  readonly code = "prompt_too_long";
  readonly retryable = false;
}

export interface SchemaPlace {
  readonly pointer: string;
  readonly reason: string;
}

/** The output schema uses a keyword that decoding cannot enforce. Change the policy's schema. */
export class SchemaUnsupportedError extends EngineError {
  override readonly name = "SchemaUnsupportedError";
  readonly code = "schema_unsupported";
  readonly retryable = false;
  /** Where in the schema, as a JSON Pointer, and why; null if the error came from another process or server. */
  readonly place: SchemaPlace | null;

  constructor(message: string, place: SchemaPlace | null = null) {
    super(message);
    this.place = place;
  }
}

/** The answer hit its token bound before it was complete. A cut answer is no answer. */
export class OutputTruncatedError extends EngineError {
  override readonly name = "OutputTruncatedError";
  readonly code = "output_truncated";
  readonly retryable = false;
}

/** The model or its server answered with nothing. */
export class OutputEmptyError extends EngineError {
  override readonly name = "OutputEmptyError";
  readonly code = "output_empty";
  readonly retryable = true;
}

/** The engine broke on this request; `cause` has the details. */
export class EngineFailedError extends EngineError {
  override readonly name = "EngineFailedError";
  readonly code = "engine_failed";
  readonly retryable: boolean;

  constructor(message: string, options: ErrorOptions & { readonly retryable: boolean }) {
    super(message, options);
    this.retryable = options.retryable;
  }
}
