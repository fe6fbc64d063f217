import { EngineError } from "../../engine/errors.ts";
import { CheckpointError } from "../../engine/local/checkpoint/checkpoint-error.ts";
import { HubError } from "../../engine/local/hub/hub-error.ts";
import { CliError } from "../cli-error.ts";
import { fileSystemError } from "../input/file-system-error.ts";
import { plainText } from "../printing/plain-text.ts";
import { withRemedy } from "./engine-words.ts";

/**
 * What a checkpoint, a hub, an engine or the file system says is the user's to mend: CliError with that sentence, and
 * with `aftermath` on a line of its own. `place` is where the work was done.
 */
export async function explainFaults<T>(
  place: string,
  action: () => Promise<T>,
  aftermath: (cause: unknown) => string | null = () => null,
): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const sentence = sentenceOf(cause, place);
    if (sentence === null) throw cause;
    const after = aftermath(cause);
    throw new CliError(plainText(after === null ? sentence : `${sentence}\n  ${after}`), { cause });
  }
}

function sentenceOf(error: unknown, place: string): string | null {
  const speaks =
    error instanceof CheckpointError || error instanceof HubError || error instanceof EngineError;
  return speaks ? withRemedy(error) : fileSystemError(error, `a file in ${place}`);
}
