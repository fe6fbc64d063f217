import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { findRecord } from "./pull-record.ts";

/** A directory that a pull has not finished may hold shards of two revisions, which nothing else would tell. Throws CheckpointError. */
export async function requireCompletePull(directory: string): Promise<void> {
  const record = await findRecord(directory);
  if (record === null || record.complete) return;
  const { repo, revision } = record;
  throw new CheckpointError(
    `${directory} is not complete: gavel model pull ${repo} --revision ${revision} --output ${directory} goes on with it`,
  );
}
