import type { EngineErrorOptions, Remedy } from "../../errors.ts";

/** The checkpoint cannot be used. The message names the file, and the field or tensor. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  readonly remedy: Remedy | null;

  constructor(message: string, { remedy = null, ...options }: EngineErrorOptions = {}) {
    super(message, options);
    this.remedy = remedy;
  }
}
