import path from "node:path";
import type { HubEndpoint } from "./endpoint.ts";
import { HubError } from "./hub-error.ts";
import { PartialFile } from "./partial-file.ts";
import { RangeIgnoredError, readFrom } from "./read-from.ts";
import { Retries, type RetryOptions } from "./retries.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";

/** One mismatch may come from bytes that were already on this disk; a second one comes from the hub or the network. */
const MAX_DOWNLOADS = 2;

export interface DownloadOptions extends RetryOptions {
  /** Contains incomplete files. On the same file system as `directory`. */
  readonly partialFolder: string;
  readonly directory: string;
  /** Called with the current length of the file, and how much of it was received since the last call. */
  readonly onLength: (length: number, received: number) => void;
}

/**
 * Downloads one file, verifies its checksum and moves it into `directory`. Resumes what an earlier pull left.
 *
 * Throws HubError. What was received is kept for the next pull, except after a checksum mismatch.
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
          `checksum mismatch: ${file.path} was downloaded ${MAX_DOWNLOADS} times and never had the checksum that the hub lists`,
        );
      }
      options.onRetry?.(`checksum mismatch: ${file.path} is downloaded again`, 0);
    }
  } finally {
    await partial.close();
  }
}

/** Appends until the file has its full size. */
async function fill(
  partial: PartialFile,
  hub: HubEndpoint,
  snapshot: Snapshot,
  file: HubFile,
  options: DownloadOptions,
): Promise<void> {
  const retries = new Retries(options.retryPolicy.attemptsWithoutProgress, options);
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
