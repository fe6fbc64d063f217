import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "../checkpoint/sync-directory.ts";
import { formatChecksum } from "./checksum.ts";
import { downloadFile } from "./download-file.ts";
import type { HubEndpoint } from "./endpoint.ts";
import { checksumFaults, type FileFault, sizeFaults } from "./file-fault.ts";
import { requireSpace } from "./free-space.ts";
import { HubError } from "./hub-error.ts";
import { partialLength, partialName } from "./partial-file.ts";
import {
  beginRecord,
  completeRecord,
  findRecord,
  type FoundRecord,
  reopenRecord,
  WORK_FOLDER,
} from "./pull-record.ts";
import { requireOwnFiles } from "./require-own-files.ts";
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
  readonly onProgress?: (progress: PullProgress) => void;
  /** Told before anything is done about them: files that an earlier pull had checked, and that are no longer right. */
  readonly onBroken?: (faults: readonly FileFault[]) => void;
}

export interface PullResult {
  readonly receivedBytes: number;
  /** The commit that was there before, if it was another one. */
  readonly replacedCommit: string | null;
}

/**
 * Returns whether `directory` holds the complete snapshot, judged by its record, file names and sizes. Throws HubError if the
 * directory has other weights as well.
 */
export async function isPulled(directory: string, snapshot: Snapshot): Promise<boolean> {
  const record = await findRecord(directory);
  if (record?.complete !== true || record.repo !== snapshot.repo || record.commit !== snapshot.commit) {
    return false;
  }
  const faults = await sizeFaults(directory, snapshot.files);
  await requireOwnFiles(directory, snapshot, record, faults);
  return faults.length === 0;
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
  requireSameRepo(directory, snapshot, record);
  const replacedCommit = record === null || record.commit === snapshot.commit ? null : record.commit;
  const faults = await checkFiles(directory, snapshot, record, options);
  if (faults.length === 0 && replacedCommit === null && record?.complete === true) {
    return { receivedBytes: 0, replacedCommit };
  }
  const workFolder = path.join(directory, WORK_FOLDER);
  await mkdir(workFolder, { recursive: true });
  const broken = brokenSince(record, faults, snapshot);
  let complete = record?.complete === true;
  if (broken.length > 0) {
    await reopenRecord(directory);
    complete = false;
    options.onBroken?.(broken);
  }
  const wrong = new Set(faults.map((fault) => fault.path));
  const missing = snapshot.files.filter((file) => wrong.has(file.path));
  await requireSpace(directory, await bytesToReceive(workFolder, missing));

  if (complete) await reopenRecord(directory);
  await removeObsolete(directory, snapshot, record);
  await beginRecord(directory, snapshot);
  await syncDirectory(directory);
  const receivedBytes = await downloadAll(hub, snapshot, missing, directory, options);
  await completeRecord(directory);
  await rm(workFolder, { recursive: true });
  return { receivedBytes, replacedCommit };
}

function requireSameRepo(directory: string, snapshot: Snapshot, record: FoundRecord | null): void {
  if (record === null || record.repo === snapshot.repo) return;
  const there = `${record.complete ? "" : "an unfinished pull of "}${record.repo} at ${record.revision} (commit ${record.commit})`;
  throw new HubError(`${directory} holds ${there}. Nothing was changed`, {
    remedy: { code: "change_output", repo: snapshot.repo },
  });
}

/** Returns what is missing or wrong of a snapshot. Throws HubError if files of other origin conflict with it. */
async function checkFiles(
  directory: string,
  snapshot: Snapshot,
  record: FoundRecord | null,
  { signal, onProgress }: PullOptions,
): Promise<FileFault[]> {
  const bySize = await sizeFaults(directory, snapshot.files);
  await requireOwnFiles(directory, snapshot, record, bySize);
  const wrong = new Set(bySize.map((fault) => fault.path));
  const candidates = snapshot.files.filter((file) => !wrong.has(file.path));
  const totalBytes = candidates.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  const byContent = await checksumFaults(directory, candidates, {
    signal,
    onBytes: (bytes) => {
      doneBytes += bytes;
      onProgress?.({ phase: "checking", doneBytes, totalBytes, receivedBytes: 0 });
    },
  });
  await requireOwnFiles(directory, snapshot, record, byContent);
  return [...bySize, ...byContent];
}

/** Of what is wrong, that which was right when the directory was completed and is the same in the snapshot. */
function brokenSince(
  record: FoundRecord | null,
  faults: readonly FileFault[],
  { files }: Snapshot,
): readonly FileFault[] {
  if (record?.complete !== true) return [];
  const recorded = new Map(record.files.map((file) => [file.path, file.checksum]));
  const unchanged = new Set(
    files.flatMap((file) => (recorded.get(file.path) === formatChecksum(file.checksum) ? [file.path] : [])),
  );
  return faults.filter((fault) => unchanged.has(fault.path));
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
