import { readdir } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";

const ADAPTER_FILE = /^adapter_(?:config\.json|model\.(?:safetensors|bin))$/;

/** As PEFT names the parts of an adapter inside a model's weights. */
const ADAPTER_TENSOR = /\.(?:lora_\w+|base_layer|modules_to_save)(?:\.|$)/;

const MERGE =
  "Merge it into the weights (with PEFT: merge_and_unload(), then save_pretrained()) and take the result";

/**
 * Throws CheckpointError where PEFT has put an adapter into the directory, or into a directory in it: the model would be
 * run without it.
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

/** Throws CheckpointError where an adapter's tensors are among the model's. */
export function refuseAdapterTensors(names: Iterable<string>): void {
  for (const name of names) {
    if (ADAPTER_TENSOR.test(name)) {
      throw new CheckpointError(`the weights hold an adapter that is not merged (${name}). ${MERGE}`);
    }
  }
}

function refuse(directory: string, file: string): never {
  throw new CheckpointError(
    `${directory} holds an adapter (${file}), such as LoRA makes, and adapters are not applied. ${MERGE}; to run the model ` +
      "without the adapter, move the adapter's files away",
  );
}
