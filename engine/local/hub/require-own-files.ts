import { readdir } from "node:fs/promises";
import { INDEX_FILE } from "../checkpoint/safetensors.ts";
import { MANIFEST_FILE } from "../onnx/export/model-manifest.ts";
import type { FileFault } from "./file-fault.ts";
import { HubError } from "./hub-error.ts";
import type { PullRecord } from "./pull-record.ts";
import type { Snapshot } from "./snapshot.ts";

const MAX_NAMES = 8;

/**
 * Throws HubError if a snapshot would overwrite files that no pull wrote, or would share a directory with weights that
 * are not its own: a loader goes by file names and would load either of them.
 */
export async function requireOwnFiles(
  directory: string,
  snapshot: Snapshot,
  record: PullRecord | null,
  faults: readonly FileFault[],
): Promise<void> {
  const pulled = new Set(record?.files.map((file) => file.path));
  const overwritten = faults.flatMap(({ kind, path }) =>
    kind === "missing" || pulled.has(path) ? [] : [path],
  );
  const expected = new Set(snapshot.files.map((file) => file.path));
  const otherWeights = (await namesIn(directory)).filter(
    (name) => decidesOnWeights(name) && !pulled.has(name) && !expected.has(name),
  );
  const foreign = [...overwritten, ...otherWeights].toSorted();
  if (foreign.length === 0) return;
  const rest = foreign.length - MAX_NAMES;
  const names = `${foreign.slice(0, MAX_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  throw new HubError(
    `${directory} holds files that are not those of ${snapshot.repo} at ${snapshot.revision} and that no pull wrote: ` +
      `${names}. Nothing was changed`,
    { remedy: { code: "change_output", repo: snapshot.repo } },
  );
}

/** Whether a loader finds weights through this file; hidden files, such as those of macOS, do not count. */
function decidesOnWeights(name: string): boolean {
  if (name.startsWith(".")) return false;
  return name.endsWith(".safetensors") || name === INDEX_FILE || name === MANIFEST_FILE;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
