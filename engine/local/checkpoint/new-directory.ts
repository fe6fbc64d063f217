import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";
import { syncDirectory } from "./sync-directory.ts";

/**
 * Creates `directory` atomically: `write` fills a temporary sibling, which is then renamed.
 *
 * Throws CheckpointError if `directory` exists and is not empty, and errors of the file system. A killed process leaves
 * the sibling `<name>.partial-…`, which can be deleted.
 */
export async function writeNewDirectory(
  directory: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = path.resolve(directory);
  await refuseNonEmpty(target);
  await mkdir(path.dirname(target), { recursive: true });
  const temporary = `${target}.partial-${randomUUID()}`;
  await mkdir(temporary);
  try {
    await write(temporary);
    await syncDirectory(temporary);
    // Fails if the target has been filled in the meantime: rename replaces only an empty directory.
    await rename(temporary, target);
    await syncDirectory(path.dirname(target));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function refuseNonEmpty(directory: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (names.length > 0) {
    throw new CheckpointError(`${directory} exists and is not empty: choose another directory`);
  }
}
