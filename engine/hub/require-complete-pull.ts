import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { findRecord } from "./pull-record.ts";

/** A directory that a pull has not finished may hold shards of two revisions, which nothing else would tell. Throws CheckpointError. */
export async function requireCompletePull(directory: string): Promise<void> {
  if ((await findRecord(directory))?.complete === false) {
    throw new CheckpointError(`${directory} is not complete: let gavel model pull come to its end`);
  }
}
