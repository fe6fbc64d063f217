import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "../checkpoint/sync-directory.ts";
import { formatChecksum, parseChecksum } from "./checksum.ts";
import { isCommit, type ModelRef } from "./model-ref.ts";
import type { HubFile, Snapshot } from "./snapshot.ts";

/** Contains partial files, and the record until the pull is complete. */
export const WORK_FOLDER = ".gavel-pull";
/** The record of a complete directory. */
export const RECORD_FILE = "gavel-pull.json";

/** What was pulled into a directory, or is being pulled into it. */
export interface PullRecord {
  readonly repo: string;
  readonly revision: string;
  readonly commit: string;
  readonly files: readonly { readonly path: string; readonly size: number; readonly checksum: string }[];
}

/** A directory's record, and whether the pull was completed. */
export interface FoundRecord extends PullRecord {
  readonly complete: boolean;
}

export async function findRecord(directory: string): Promise<FoundRecord | null> {
  const complete = await readRecord(path.join(directory, RECORD_FILE));
  if (complete !== null) return { ...complete, complete: true };
  const begun = await readRecord(path.join(directory, WORK_FOLDER, RECORD_FILE));
  return begun === null ? null : { ...begun, complete: false };
}

/**
 * Returns the snapshot of a complete directory if it is the requested one, and null otherwise.
 *
 * Only a full commit can be resolved without the hub: branches and tags move.
 */
export async function recordedSnapshot(
  directory: string,
  { repo, revision }: ModelRef,
): Promise<Snapshot | null> {
  if (!isCommit(revision)) return null;
  const record = await findRecord(directory);
  if (record?.complete !== true || record.repo !== repo || record.commit !== revision) return null;
  const files = record.files.map(({ path: name, size, checksum }) => ({
    path: name,
    size,
    checksum: parseChecksum(checksum)!,
  }));
  return { repo, revision, commit: revision, files, skipped: [] };
}

/** Writes the record into the work folder: until `completeRecord` the directory is incomplete. */
export async function beginRecord(directory: string, snapshot: Snapshot): Promise<void> {
  const { repo, revision, commit } = snapshot;
  const record: PullRecord = { repo, revision, commit, files: snapshot.files.map(describe) };
  const target = path.join(directory, WORK_FOLDER, RECORD_FILE);
  await writeFile(`${target}.new`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  await rename(`${target}.new`, target);
}

/** Marks a complete directory as incomplete. To be called before anything in it changes. */
export async function reopenRecord(directory: string): Promise<void> {
  await rename(path.join(directory, RECORD_FILE), path.join(directory, WORK_FOLDER, RECORD_FILE));
  await syncDirectory(directory);
}

export async function completeRecord(directory: string): Promise<void> {
  await rename(path.join(directory, WORK_FOLDER, RECORD_FILE), path.join(directory, RECORD_FILE));
  await syncDirectory(directory);
}

function describe({ path: name, size, checksum }: HubFile): PullRecord["files"][number] {
  return { path: name, size, checksum: formatChecksum(checksum) };
}

/** Null if there is no record, or one that this module did not write. */
async function readRecord(file: string): Promise<PullRecord | null> {
  let record: Partial<PullRecord> | null;
  try {
    record = JSON.parse(await readFile(file, "utf8")) as Partial<PullRecord> | null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const valid =
    typeof record?.repo === "string" &&
    typeof record.commit === "string" &&
    Array.isArray(record.files) &&
    record.files.every(isEntry);
  return valid ? (record as PullRecord) : null;
}

function isEntry(entry: unknown): boolean {
  const { path: name, size, checksum } = (entry ?? {}) as Record<string, unknown>;
  return isFileName(name) && Number.isSafeInteger(size) && parseChecksum(checksum) !== null;
}

/** Anything but a bare name would let a record delete files elsewhere. */
function isFileName(name: unknown): boolean {
  return typeof name === "string" && /^[\w-][\w.-]*$/.test(name);
}
