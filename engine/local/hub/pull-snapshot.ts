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

/** One connection to a content delivery network is often slower than the network allows. */
const MAX_CONNECTIONS = 4;

export interface PullProgress {
  /** `checking` reads the files that are already on the disk. */
  readonly phase: "checking" | "downloading";
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Received over the network in this run. */
  readonly receivedBytes: number;
}

export interface PullOptions extends RetryOptions {
  readonly onProgress?: (progress: PullProgress) => void;
  /** Called before they are downloaded again: faults in files that an earlier pull had verified. */
  readonly onDamaged?: (faults: readonly FileFault[]) => void;
}

export interface PullResult {
  readonly receivedBytes: number;
  /** The commit that the directory held before; null if it was empty or held the same one. */
  readonly replacedCommit: string | null;
}

/**
 * Returns whether `directory` holds the complete snapshot, according to its record, file names and sizes. Throws
 * HubError if the directory has other weights as well.
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
 * Downloads a snapshot into `directory`, verifies each file, and then marks the directory as complete. The caller must
 * ensure that no other process pulls into it. Throws HubError, the signal's reason once it is aborted, and errors of
 * the file system; in each case the next pull resumes.
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
  const damaged = faultsSinceCompletion(record, faults, snapshot);
  let complete = record?.complete === true;
  if (damaged.length > 0) {
    await reopenRecord(directory);
    complete = false;
    options.onDamaged?.(damaged);
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
  const current = `${record.complete ? "" : "an unfinished pull of "}${record.repo} at ${record.revision} (commit ${record.commit})`;
  throw new HubError(`${directory} holds ${current}. Nothing was changed`, {
    remedy: { code: "change_output", repo: snapshot.repo },
  });
}

/**
 * Returns which files of a snapshot are missing or wrong. Throws HubError if files of another origin conflict with it.
 */
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

/**
 * Returns the faults in files that were correct when the directory was completed and that the snapshot does not change.
 */
function faultsSinceCompletion(
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

/** Removes the files that the record lists and the snapshot lacks, and incomplete files of other versions. */
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

/** Resolves to the number of bytes received over the network. */
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
