import { CheckpointError } from "./checkpoint-error.ts";
import type { GptOssConfig } from "./config.ts";
import type { SafetensorsCheckpoint } from "./safetensors.ts";
import { tensorSpecs } from "./tensor-names.ts";

/** Throws CheckpointError naming the first tensor that is missing or not as the configuration says. */
export function checkTensors(config: GptOssConfig, checkpoint: SafetensorsCheckpoint): void {
  for (const [name, spec] of tensorSpecs(config)) {
    const { dtype, shape } = checkpoint.describe(name);
    if (dtype !== spec.dtype || shape.join() !== spec.shape.join()) {
      throw new CheckpointError(
        `tensor ${name} is ${dtype} [${shape.join(", ")}], expected ${spec.dtype} [${spec.shape.join(", ")}]`,
      );
    }
  }
}
