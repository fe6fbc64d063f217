/**
 * The fix for a failure, as data. The engine knows what would help; the command line options and environment
 * variables that do it are written by service/engine-words.ts and cli/model/engine-words.ts.
 */
export type Remedy =
  /** Configure the name of one of the models that the model servers have. */
  | { readonly code: "name_model" }
  /** Run large models on a GPU or on a model server. */
  | { readonly code: "use_gpu" }
  /** Run a model that was built for ONNX Runtime on the CPU. */
  | { readonly code: "use_cpu" }
  /** Use the model that has already been built from the checkpoint. */
  | { readonly code: "use_built_model"; readonly directory: string }
  /** Build the model into another directory, and use that. */
  | {
      readonly code: "build_model";
      readonly checkpoint: string;
      readonly activation: "float32" | "float16";
    }
  /** Convert the checkpoint to MXFP4, or run it on a model server. */
  | { readonly code: "convert_checkpoint"; readonly checkpoint: string }
  /** Continue an interrupted download. */
  | {
      readonly code: "resume_pull";
      readonly repo: string;
      readonly revision: string;
      readonly directory: string;
    };

export interface EngineErrorOptions extends ErrorOptions {
  readonly remedy?: Remedy | null;
}

/**
 * The base of every failure of an engine. Subclasses differ in how the caller must react, not in what failed.
 * Messages name causes and limits; they never contain prompt or output text.
 */
export abstract class EngineError extends Error {
  abstract readonly code: EngineErrorCode;
  /** True if the same request may succeed later without any change. */
  abstract readonly retryable: boolean;
  /** What the operator can do about it; null if there is nothing to add to the message. */
  readonly remedy: Remedy | null;

  constructor(message: string, { remedy = null, ...options }: EngineErrorOptions = {}) {
    super(message, options);
    this.remedy = remedy;
  }
}

export type EngineErrorCode =
  | "engine_unavailable"
  | "engine_aborted"
  | "prompt_too_long"
  | "schema_unsupported"
  | "output_truncated"
  | "output_empty"
  | "engine_failed";

/** The engine is not started, has crashed, is restarting, or is unreachable. Retry later. */
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

/** Prompt and output do not fit the model's context. Shorten the content or the policy. */
export class PromptTooLongError extends EngineError {
  override readonly name = "PromptTooLongError";
  readonly code = "prompt_too_long";
  readonly retryable = false;
}

export interface SchemaLocation {
  /** A JSON Pointer. */
  readonly pointer: string;
  readonly reason: string;
}

/** The output schema uses a keyword that decoding cannot enforce. Change the policy's schema. */
export class SchemaUnsupportedError extends EngineError {
  override readonly name = "SchemaUnsupportedError";
  readonly code = "schema_unsupported";
  readonly retryable = false;
  readonly location: SchemaLocation;

  constructor(message: string, location: SchemaLocation) {
    super(message);
    this.location = location;
  }
}

/** The output reached its token limit before it was complete. Truncated output is never returned. */
export class OutputTruncatedError extends EngineError {
  override readonly name = "OutputTruncatedError";
  readonly code = "output_truncated";
  readonly retryable = false;
}

/** The model or its server returned no output. */
export class OutputEmptyError extends EngineError {
  override readonly name = "OutputEmptyError";
  readonly code = "output_empty";
  readonly retryable = true;
}

/** The engine failed on this request; `cause` has the details. */
export class EngineFailedError extends EngineError {
  override readonly name = "EngineFailedError";
  readonly code = "engine_failed";
  readonly retryable: boolean;

  constructor(
    message: string,
    { retryable, ...options }: EngineErrorOptions & { readonly retryable: boolean },
  ) {
    super(message, options);
    this.retryable = retryable;
  }
}
