import { CheckpointError } from "./checkpoint-error.ts";
import type { GptOssConfig } from "./config.ts";
import { refuseAdapterTensors } from "./refuse-adapters.ts";
import type { SafetensorsCheckpoint } from "./safetensors.ts";
import {
  EMBEDDING,
  type ExpertFormat,
  layerTensorNames,
  type MatrixFormat,
  scaleName,
  tensorSpecs,
} from "./tensor-names.ts";

/**
 * Checks every tensor against the configuration, and returns how experts and other matrices are stored.
 *
 * Throws CheckpointError naming the first tensor that is missing, has another dtype or shape, or does not belong to the
 * model: an unknown tensor would be ignored silently.
 */
export function checkTensors(
  config: GptOssConfig,
  checkpoint: SafetensorsCheckpoint,
): { readonly experts: ExpertFormat; readonly matrices: MatrixFormat } {
  const names = checkpoint.names();
  refuseAdapterTensors(names);
  const experts = names.has(layerTensorNames(0).gateUp.matrix) ? "bfloat16" : "mxfp4";
  const matrices = names.has(scaleName(EMBEDDING)) ? "int8" : "bfloat16";
  const specs = tensorSpecs(config, experts, matrices);
  for (const name of names) {
    if (!specs.has(name)) throw new CheckpointError(whyUnknown(name, config.numHiddenLayers));
  }
  for (const [name, spec] of specs) {
    const { dtype, shape } = checkpoint.describe(name);
    if (dtype === spec.dtype && shape.join() === spec.shape.join()) continue;
    const advice =
      spec.dtype === "BF16" && /^F(?:16|32|64)$/.test(dtype) ? "; save the model in bfloat16" : "";
    throw new CheckpointError(
      `tensor ${name} is ${dtype} [${shape.join(", ")}], expected ${spec.dtype} [${spec.shape.join(", ")}]${advice}`,
    );
  }
  return { experts, matrices };
}

function whyUnknown(name: string, layers: number): string {
  const layer = Number(/^model\.layers\.(\d+)\./.exec(name)?.[1] ?? 0);
  if (layer >= layers) {
    return (
      `the weights have a layer ${layer} (${name}), but config.json has only ${layers} layers, numbered from 0: ` +
      "use the config.json and the weights of the same model"
    );
  }
  return (
    `the weights have a tensor that a gpt-oss model with this config.json does not have: ${name}. ` +
    "Save the model with transformers' GptOssForCausalLM, with MXFP4 or bfloat16 experts, or run it on a model server"
  );
}
