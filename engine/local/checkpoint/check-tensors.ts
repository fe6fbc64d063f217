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
 * Returns how the experts and the other matrices are stored. Throws CheckpointError naming the first tensor that is missing, not as the
 * configuration says, or not of the model that it describes: what it holds would be left out.
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
      `the weights have a layer ${layer} (${name}), and config.json says that there are ${layers} layers, from 0 on: ` +
      "take config.json and weights of the same model"
    );
  }
  return (
    `the weights have a tensor that a gpt-oss model of this config.json does not have: ${name}. ` +
    "Save the model as transformers' GptOssForCausalLM does, with MXFP4 or bfloat16 experts, or run it on a model server"
  );
}
