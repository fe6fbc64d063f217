import { readdir } from "node:fs/promises";
import { INDEX_FILE } from "../checkpoint/safetensors.ts";
import { MANIFEST_FILE } from "../onnx/export/model-manifest.ts";
import type { FileFault } from "./file-fault.ts";
import { HubError } from "./hub-error.ts";
import type { PullRecord } from "./pull-record.ts";
import type { Snapshot } from "./snapshot.ts";

const MAX_NAMES = 8;

/**
 * Throws HubError where a snapshot would overwrite what no pull put there, or would lie beside weights that are not
 * its own: whoever loads the directory would go by the names there are, and take the one or the other.
 */
export async function requireOwnFiles(
  directory: string,
  snapshot: Snapshot,
  record: PullRecord | null,
  faults: readonly FileFault[],
): Promise<void> {
  const pulled = new Set(record?.files.map((file) => file.path));
  const inTheWay = faults.flatMap(({ kind, path }) => (kind === "missing" || pulled.has(path) ? [] : [path]));
  const expected = new Set(snapshot.files.map((file) => file.path));
  const beside = (await namesIn(directory)).filter(
    (name) => decidesOnWeights(name) && !pulled.has(name) && !expected.has(name),
  );
  const strangers = [...inTheWay, ...beside].toSorted();
  if (strangers.length === 0) return;
  const rest = strangers.length - MAX_NAMES;
  const names = `${strangers.slice(0, MAX_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  throw new HubError(
    `${directory} holds files that are not those of ${snapshot.repo} at ${snapshot.revision} and that no pull put there: ` +
      `${names}. Nothing was changed`,
    { remedy: { code: "change_output", repo: snapshot.repo } },
  );
}

/** Of a directory's files these say which weights it stands for; hidden ones, such as macOS leaves, do not. */
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
