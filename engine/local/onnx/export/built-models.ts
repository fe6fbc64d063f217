import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileExists } from "../../checkpoint/file-exists.ts";
import { MANIFEST_FILE } from "./model-manifest.ts";

/** The built models inside a checkpoint's directory, which is where they are built by default. */
export async function builtModels(checkpointDir: string): Promise<string[]> {
  const entries = await readdir(checkpointDir, { withFileTypes: true });
  const built: string[] = [];
  for (const entry of entries) {
    const directory = path.join(checkpointDir, entry.name);
    if (entry.isDirectory() && (await fileExists(path.join(directory, MANIFEST_FILE)))) built.push(directory);
  }
  return built.sort();
}
