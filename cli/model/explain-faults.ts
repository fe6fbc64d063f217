import { EngineError } from "../../engine/errors.ts";
import { CheckpointError } from "../../engine/local/checkpoint/checkpoint-error.ts";
import { HubError } from "../../engine/local/hub/hub-error.ts";
import { CliError } from "../cli-error.ts";
import { fileSystemError } from "../input/file-system-error.ts";
import { plainText } from "../printing/plain-text.ts";
import { withRemedy } from "./engine-words.ts";

/**
 * Turns an error of a checkpoint, a hub, an engine or the file system into a CliError with a message for the user and,
 * on a separate line, what `aftermath` returns. `directory` is where the work was done. Rethrows other errors.
 */
export async function explainFaults<T>(
  directory: string,
  action: () => Promise<T>,
  aftermath: (cause: unknown) => string | null = () => null,
): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const message = messageOf(cause, directory);
    if (message === null) throw cause;
    const after = aftermath(cause);
    throw new CliError(plainText(after === null ? message : `${message}\n  ${after}`), { cause });
  }
}

function messageOf(error: unknown, directory: string): string | null {
  const isExplained =
    error instanceof CheckpointError || error instanceof HubError || error instanceof EngineError;
  return isExplained ? withRemedy(error) : fileSystemError(error, `a file in ${directory}`);
}
