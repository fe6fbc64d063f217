import { join } from "node:path";
import { lockDirectory } from "../../../engine/local/directory-lock.ts";
import { OperatorError } from "../../errors.ts";

/** Another process uses the data directory. */
export class DataDirectoryLockedError extends OperatorError {
  override readonly name = "DataDirectoryLockedError";
}

/** The data directory cannot be created or written. */
export class DataDirectoryError extends OperatorError {
  override readonly name = "DataDirectoryError";
}

/**
 * Locks the data directory for this process: two processes would corrupt PGlite's files. Returns a function that
 * releases it. Throws DataDirectoryLockedError, DataDirectoryError.
 */
export function lockDataDirectory(directory: string): () => void {
  try {
    return lockDirectory(
      join(directory, "gavel.lock"),
      (pid, lockFile) =>
        new DataDirectoryLockedError(
          `The data directory is in use by process ${pid}: stop it, or set DATA_DIR to another directory (lock: ${lockFile}).`,
        ),
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    throw new DataDirectoryError(
      `DATA_DIR is ${directory}, which cannot be used as a directory (${code}). ` +
        "Set DATA_DIR to a directory that this user may create and write.",
      { cause: error },
    );
  }
}
