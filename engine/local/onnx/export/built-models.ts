import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileExists } from "../../checkpoint/file-exists.ts";
import { MANIFEST_FILE } from "./model-manifest.ts";

/** The built models that lie in a checkpoint's directory, where `gavel model build` puts them unless told otherwise. */
export async function builtModels(checkpointDir: string): Promise<string[]> {
  const entries = await readdir(checkpointDir, { withFileTypes: true });
  const built: string[] = [];
  for (const entry of entries) {
    const directory = path.join(checkpointDir, entry.name);
    if (entry.isDirectory() && (await fileExists(path.join(directory, MANIFEST_FILE)))) built.push(directory);
  }
  return built.sort();
}
