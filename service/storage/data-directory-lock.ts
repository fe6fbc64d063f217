import { join } from "node:path";
import { lockDirectory } from "../directory-lock.ts";

/** The data directory is in use. The message is one line that says by whom and what to do. */
export class DataDirectoryLockedError extends Error {
  override readonly name = "DataDirectoryLockedError";
}

/**
 * Takes the data directory for this process: PGlite's files stand no second one. Returns a function that gives it
 * back. Throws DataDirectoryLockedError.
 */
export function lockDataDirectory(directory: string): () => void {
  return lockDirectory(
    join(directory, "gavel.lock"),
    (pid, lockFile) =>
      new DataDirectoryLockedError(
        `The data directory is in use by process ${pid}: stop it, or set DATA_DIR to another directory (lock: ${lockFile}).`,
      ),
  );
}
