import { EngineFailedError } from "../errors.ts";
import { CheckpointError } from "./checkpoint/checkpoint-error.ts";
import { firstLine } from "./first-line.ts";

/** Not retryable: why the model in `directory` cannot be loaded, and on which device if that matters. */
export function modelNotLoaded(directory: string, cause: unknown, device?: string): EngineFailedError {
  const where = device === undefined ? "" : ` on ${device}`;
  return new EngineFailedError(`The model in ${directory} cannot be loaded${where}: ${firstLine(cause)}`, {
    cause,
    retryable: false,
    remedy: cause instanceof CheckpointError ? cause.remedy : null,
  });
}
