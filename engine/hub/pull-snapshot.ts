import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "../checkpoint/sync-directory.ts";
import { hashFile, startHash } from "./checksum.ts";
import { downloadFile } from "./download-file.ts";
import type { HubEndpoint } from "./endpoint.ts";
import { requireSpace } from "./free-space.ts";
import { HubError } from "./hub-error.ts";
import { partialLength, partialName } from "./partial-file.ts";
import {
  beginRecord,
  completeRecord,
  findRecord,
  type FoundRecord,
  isWhole,
  reopenRecord,
  WORK_FOLDER,
} from "./pull-record.ts";
import type { RetryOptions } from "./retries.ts";
import { runLimited } from "./run-limited.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";

/** One connection of a content network is often slower than the line. */
const MAX_CONNECTIONS = 4;

export interface PullProgress {
  /** Checking reads what is on the disk already. */
  readonly phase: "checking" | "downloading";
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Of this run, over the network. */
  readonly receivedBytes: number;
}

export interface PullOptions extends RetryOptions {
  /** Read and check files that an earlier pull has checked. */
  readonly verify?: boolean;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface PullResult {
  readonly receivedBytes: number;
  /** The commit that was there before, if it was another one. */
  readonly replacedCommit: string | null;
}

/**
 * Makes `directory` hold a snapshot's files, each whole and checked, and marks it complete at the end. The caller
 * sees to it that nobody else pulls into it. Throws HubError, the signal's reason once that is aborted, and errors of
 * the file system; in each case the next pull goes on from there.
 */
export async function pullSnapshot(
  hub: HubEndpoint,
  snapshot: Snapshot,
  directory: string,
  options: PullOptions,
): Promise<PullResult> {
  const record = await findRecord(directory);
  if (record !== null && record.repo !== snapshot.repo) {
    throw new HubError(`${directory} holds ${record.repo}: give another directory for ${snapshot.repo}`);
  }
  const replacedCommit = record === null || record.commit === snapshot.commit ? null : record.commit;
  if (options.verify !== true && replacedCommit === null && (await isWhole(directory, record))) {
    return { receivedBytes: 0, replacedCommit };
  }
  const workFolder = path.join(directory, WORK_FOLDER);
  const inPlace = await checkFiles(directory, snapshot, record, options);
  const missing = snapshot.files.filter((file) => !inPlace.has(file));
  if (missing.length === 0 && replacedCommit === null && record?.complete === true) {
    return { receivedBytes: 0, replacedCommit };
  }
  await mkdir(workFolder, { recursive: true });
  await requireSpace(directory, await bytesToReceive(workFolder, missing));

  if (record?.complete === true) await reopenRecord(directory);
  await removeObsolete(directory, snapshot, record);
  await beginRecord(directory, snapshot);
  await syncDirectory(directory);
  const receivedBytes = await downloadAll(hub, snapshot, missing, directory, options);
  await completeRecord(directory);
  await rm(workFolder, { recursive: true });
  return { receivedBytes, replacedCommit };
}

/** The files that are there with their right content. Throws HubError for strangers' files in the way. */
async function checkFiles(
  directory: string,
  { files }: Snapshot,
  record: FoundRecord | null,
  { signal, onProgress }: PullOptions,
): Promise<ReadonlySet<HubFile>> {
  const sizes = await Promise.all(files.map((file) => sizeOf(path.join(directory, file.path))));
  const candidates = files.filter((file, index) => sizes[index] === file.size);
  const totalBytes = candidates.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  const matching = new Set<HubFile>();
  for (const file of candidates) {
    const hash = startHash(file.checksum.algorithm, file.size);
    await hashFile(hash, path.join(directory, file.path), {
      signal,
      onBytes: (bytes) => {
        doneBytes += bytes;
        onProgress?.({ phase: "checking", doneBytes, totalBytes, receivedBytes: 0 });
      },
    });
    if (hash.digest("hex") === file.checksum.hex) matching.add(file);
  }
  const stranger = files.find((file, index) => sizes[index] !== null && !matching.has(file));
  if (record === null && stranger !== undefined) {
    throw new HubError(
      `${directory} holds another ${stranger.path}, which is not overwritten: give a directory of its own`,
    );
  }
  return matching;
}

async function bytesToReceive(workFolder: string, files: readonly HubFile[]): Promise<number> {
  const missing = await Promise.all(
    files.map(async (file) => file.size - (await partialLength(workFolder, file))),
  );
  return missing.reduce((sum, bytes) => sum + bytes, 0);
}

/** What the record names and the snapshot lacks, and what was begun of other versions. */
async function removeObsolete(
  directory: string,
  { files }: Snapshot,
  record: FoundRecord | null,
): Promise<void> {
  const names = new Set(files.map((file) => file.path));
  for (const { path: name } of record?.files ?? []) {
    if (!names.has(name)) await rm(path.join(directory, name), { force: true });
  }
  const workFolder = path.join(directory, WORK_FOLDER);
  const partials = new Set(files.map(partialName));
  for (const name of await readdir(workFolder)) {
    if (name.endsWith(".partial") && !partials.has(name)) await rm(path.join(workFolder, name));
  }
}

/** Resolves to the bytes that came over the network. */
async function downloadAll(
  hub: HubEndpoint,
  snapshot: Snapshot,
  missing: readonly HubFile[],
  directory: string,
  options: PullOptions,
): Promise<number> {
  const totalBytes = snapshot.files.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = totalBytes - missing.reduce((sum, { size }) => sum + size, 0);
  let receivedBytes = 0;
  await runLimited(missing, MAX_CONNECTIONS, options.signal, async (file, signal) => {
    let before = 0;
    await downloadFile(hub, snapshot, file, {
      ...options,
      signal,
      directory,
      partialFolder: path.join(directory, WORK_FOLDER),
      onLength: (length, received) => {
        doneBytes += length - before;
        receivedBytes += received;
        before = length;
        options.onProgress?.({ phase: "downloading", doneBytes, totalBytes, receivedBytes });
      },
    });
  });
  return receivedBytes;
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
