import path from "node:path";
import type { HubEndpoint } from "./endpoint.ts";
import { HubError } from "./hub-error.ts";
import { PartialFile } from "./partial-file.ts";
import { RangeIgnoredError, readFrom } from "./read-from.ts";
import { Retries, type RetryOptions } from "./retries.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";

/** What is wrong once may have been wrong on this disk; what is wrong twice is wrong at the hub. */
const MAX_DOWNLOADS = 2;

export interface DownloadOptions extends RetryOptions {
  /** Where files lie until they are whole. On the same file system as `directory`. */
  readonly partialFolder: string;
  readonly directory: string;
  /** How much of the file is there now; `received` of it came just now. */
  readonly onLength: (length: number, received: number) => void;
}

/**
 * Puts one file in its place, whole and checked, going on with what an earlier pull left. Throws HubError; what
 * was received by then is left to be gone on with, unless its checksum was wrong.
 */
export async function downloadFile(
  hub: HubEndpoint,
  snapshot: Snapshot,
  file: HubFile,
  options: DownloadOptions,
): Promise<void> {
  const { signal, onLength } = options;
  const partial = await PartialFile.open(options.partialFolder, file, {
    signal,
    onLength: (length) => onLength(length, 0),
  });
  try {
    for (let downloads = 1; ; downloads += 1) {
      await fill(partial, hub, snapshot, file, options);
      if (partial.matches()) {
        await partial.moveTo(path.join(options.directory, file.path));
        return;
      }
      await partial.restart();
      onLength(0, 0);
      if (downloads === MAX_DOWNLOADS) {
        await partial.remove();
        throw new HubError(
          `${file.path} came ${MAX_DOWNLOADS} times with another content than the hub announces: its checksum is wrong`,
        );
      }
      options.onRetry?.(`${file.path} has a wrong checksum and is thrown away`, 0);
    }
  } finally {
    await partial.close();
  }
}

/** Appends until the announced size is reached. */
async function fill(
  partial: PartialFile,
  hub: HubEndpoint,
  snapshot: Snapshot,
  file: HubFile,
  options: DownloadOptions,
): Promise<void> {
  const retries = new Retries(options.patience.attemptsWithoutProgress, options);
  let ranged = true;
  while (partial.length < file.size) {
    const { length: offset } = partial;
    try {
      for await (const chunk of readFrom(hub, snapshot, file, { offset, ranged, signal: options.signal })) {
        await partial.append(chunk);
        options.onLength(partial.length, chunk.length);
      }
    } catch (error) {
      if (partial.length > offset) retries.progressed();
      if (error instanceof RangeIgnoredError) ranged = false;
      await retries.waitAfter(error);
    }
  }
}
