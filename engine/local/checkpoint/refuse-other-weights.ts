import { readdir } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** Throws CheckpointError if the directory contains other weights too: it would be unclear which ones to load. */
export async function refuseOtherWeights(
  directory: string,
  used: readonly string[],
  hasIndex: boolean,
): Promise<void> {
  // Hidden files, such as those of macOS, are not weights.
  const others = (await readdir(directory)).filter(
    (name) => name.endsWith(".safetensors") && !name.startsWith(".") && !used.includes(name),
  );
  const [other] = others.toSorted();
  if (other === undefined) return;
  throw new CheckpointError(
    hasIndex
      ? `${directory} contains ${other}, which model.safetensors.index.json does not list. Move ${other} out of the directory, ` +
          "or, if it is the model, the index and its shards"
      : `${directory} contains ${other} and ${used.join()}, and no index that says which belong together. Move the files of ` +
          "other models out of the directory",
  );
}
