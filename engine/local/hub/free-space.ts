import { freeBytes } from "../checkpoint/disk-space.ts";
import { formatBytes } from "./format-bytes.ts";
import { HubError } from "./hub-error.ts";

/** Throws HubError if the file system of `directory` has less than `neededBytes` free. */
export async function requireSpace(directory: string, neededBytes: number): Promise<void> {
  const free = await freeBytes(directory);
  if (neededBytes <= free) return;
  throw new HubError(
    `not enough disk space in ${directory}: ${formatBytes(neededBytes)} more needed, ${formatBytes(free)} free`,
  );
}
