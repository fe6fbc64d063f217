import { readdir } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** Throws CheckpointError where the directory holds weights beside those that are read: which are meant is unknown. */
export async function refuseOtherWeights(
  directory: string,
  used: readonly string[],
  hasIndex: boolean,
): Promise<void> {
  // Hidden files, such as macOS leaves, are no weights.
  const others = (await readdir(directory)).filter(
    (name) => name.endsWith(".safetensors") && !name.startsWith(".") && !used.includes(name),
  );
  const [other] = others.toSorted();
  if (other === undefined) return;
  throw new CheckpointError(
    hasIndex
      ? `${directory} holds ${other}, which model.safetensors.index.json does not name. If the index is of another save, move it ` +
          `and its shards away; else move ${other} away`
      : `${directory} holds ${other} beside ${used.join()}, and no index says which belong together. Move away what is not ` +
          "of this model",
  );
}
