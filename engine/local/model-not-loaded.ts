import { EngineFailedError } from "../errors.ts";
import { firstLine } from "./first-line.ts";

/** Not retryable: why the model in `directory` cannot be loaded, where that is so on one device only also which. */
export function modelNotLoaded(directory: string, cause: unknown, device?: string): EngineFailedError {
  const where = device === undefined ? "" : ` on ${device}`;
  return new EngineFailedError(`The model in ${directory} cannot be loaded${where}: ${firstLine(cause)}`, {
    cause,
    retryable: false,
  });
}
