import { readdir } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";

const ADAPTER_FILE = /^adapter_(?:config\.json|model\.(?:safetensors|bin))$/;

/** PEFT's names for the parts of an adapter inside a model's weights. */
const ADAPTER_TENSOR = /\.(?:lora_\w+|base_layer|modules_to_save)(?:\.|$)/;

const MERGE =
  "Merge it into the weights (with PEFT: merge_and_unload(), then save_pretrained()) and use the result";

/**
 * Throws CheckpointError if the directory, or a directory in it, contains a PEFT adapter: it would be ignored silently.
 */
export async function refuseAdapters(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      const inside = (await readdir(path.join(directory, entry.name))).find((name) =>
        ADAPTER_FILE.test(name),
      );
      if (inside !== undefined) refuse(directory, path.join(entry.name, inside));
    } else if (ADAPTER_FILE.test(entry.name)) {
      refuse(directory, entry.name);
    }
  }
}

/** Throws CheckpointError if the weights contain an adapter's tensors. */
export function refuseAdapterTensors(names: Iterable<string>): void {
  for (const name of names) {
    if (ADAPTER_TENSOR.test(name)) {
      throw new CheckpointError(`the weights contain an adapter that is not merged (${name}). ${MERGE}`);
    }
  }
}

function refuse(directory: string, file: string): never {
  throw new CheckpointError(
    `${directory} contains an adapter (${file}), and adapters are not supported. ${MERGE}; to run the ` +
      "model without the adapter, move the adapter's files out of the directory",
  );
}
