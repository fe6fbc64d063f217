import { freeBytes } from "../checkpoint/disk-space.ts";
import { formatBytes } from "./format-bytes.ts";
import { HubError } from "./hub-error.ts";

/** Throws HubError if `directory`'s file system has less room than `neededBytes`. */
export async function requireSpace(directory: string, neededBytes: number): Promise<void> {
  const free = await freeBytes(directory);
  if (neededBytes <= free) return;
  throw new HubError(
    `not enough room in ${directory}: ${formatBytes(neededBytes)} are still needed and ${formatBytes(free)} are free`,
  );
}
