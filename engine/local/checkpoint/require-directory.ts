import { stat } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** Throws CheckpointError if `directory` does not exist or is not a directory. */
export async function requireDirectory(directory: string): Promise<void> {
  try {
    if ((await stat(directory)).isDirectory()) return;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new CheckpointError(`the directory ${directory} does not exist`, { cause });
  }
  throw new CheckpointError(`${directory} is not a directory`);
}
