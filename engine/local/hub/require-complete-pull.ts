import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { findRecord } from "./pull-record.ts";

/** Throws CheckpointError if a pull into `directory` has not finished: it may hold shards of two revisions. */
export async function requireCompletePull(directory: string): Promise<void> {
  const record = await findRecord(directory);
  if (record === null || record.complete) return;
  const { repo, revision } = record;
  throw new CheckpointError(`${directory} is an incomplete download of ${repo} at ${revision}`, {
    remedy: { code: "resume_pull", repo, revision, directory },
  });
}
