import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseConfig } from "../checkpoint/config.ts";
import { MXFP4_CONFIG } from "../checkpoint/mxfp4.ts";
import { writeNewDirectory } from "../checkpoint/new-directory.ts";
import { fnv1a, mulberry32 } from "./random.ts";
import { byteLength, filledPieces, type TensorToWrite } from "../checkpoint/safetensors-writer.ts";
import { writeShards } from "../checkpoint/shards-writer.ts";
import { type ExpertFormat, LM_HEAD, type MatrixFormat, tensorSpecs } from "../checkpoint/tensor-names.ts";
import { SYNTHETIC_SHAPES, type SyntheticDimensions, type SyntheticShape } from "./shapes.ts";
import { INT8_DEVIATION, int8Codes, repeatedWeights, tiedRows, untrainedWeights } from "./weights.ts";

export interface SyntheticCheckpointOptions {
  readonly seed: number;
  /** Default: tiny. */
  readonly shape?: SyntheticShape;
  /** Sizes that override the shape's. */
  readonly dimensions?: Partial<SyntheticDimensions>;
  /** Routers give groups of this many experts the same logit. Default: 1. */
  readonly tiedExperts?: number;
  /** The output layer shares the embedding's weights. Default: false. */
  readonly tiedEmbeddings?: boolean;
  /** Default: mxfp4. */
  readonly experts?: ExpertFormat;
  /** Default: bfloat16. */
  readonly matrices?: MatrixFormat;
  /** Number of weight files; several get an index. Default: 1, or 3 for the 20b shape. */
  readonly shards?: number;
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number }) => void;
}

/**
 * Writes an untrained gpt-oss checkpoint in Hugging Face's layout (config.json, safetensors).
 *
 * The same options give the same bytes. `directory` must be missing or empty, and appears complete or not at all.
 * Throws CheckpointError.
 */
export async function writeSyntheticCheckpoint(
  directory: string,
  options: SyntheticCheckpointOptions,
): Promise<void> {
  const { seed, shape = "tiny", experts = "mxfp4", tiedExperts = 1, tiedEmbeddings = false } = options;
  const { shards = shape === "tiny" ? 1 : 3 } = options;
  const json = configJson({ ...SYNTHETIC_SHAPES[shape], ...options.dimensions }, { tiedEmbeddings, experts });
  const config = parseConfig(json);
  const specs = tensorSpecs(config, experts, options.matrices);
  const tensors = [...specs].map(([name, spec]): TensorToWrite => {
    const random = mulberry32(fnv1a(name) ^ seed);
    // An int8 matrix and its scales together have the distribution of the bfloat16 matrix.
    const matrix = name.replace(/\.weight_scale$/, ".weight");
    const layers = shape === "tiny" ? 2 : config.numHiddenLayers;
    const plain =
      spec.dtype === "I8"
        ? int8Codes(random)
        : untrainedWeights(matrix, specs.get(matrix)!, random, layers, name === matrix ? 1 : INT8_DEVIATION);
    const weights =
      tiedExperts > 1 && name.includes(".router.")
        ? tiedRows(plain, 2 * spec.shape.slice(1).reduce((product, size) => product * size, 1), tiedExperts)
        : plain;
    // Repeated rows of the output layer would make tokens equally likely.
    const fill = shape === "tiny" || name === LM_HEAD ? weights : repeatedWeights(weights, random);
    return { ...spec, name, pieces: () => filledPieces(spec, fill) };
  });
  const totalBytes = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  let bytes = 0;

  await writeNewDirectory(directory, async (temporary) => {
    await writeFile(path.join(temporary, "config.json"), `${JSON.stringify(json, null, 2)}\n`, {
      flush: true,
    });
    await writeShards(temporary, tensors, shards, (written) => {
      bytes += written;
      options.onProgress?.({ bytes, totalBytes });
    });
  });
}

function configJson(
  dimensions: SyntheticDimensions,
  form: { readonly tiedEmbeddings: boolean; readonly experts: ExpertFormat },
) {
  return {
    architectures: ["GptOssForCausalLM"],
    model_type: "gpt_oss",
    gavel_model_name: "gavel-test-model",
    gavel_notice: "untrained test model",
    ...dimensions,
    attention_bias: true,
    eos_token_id: 200002,
    hidden_act: "silu",
    initial_context_length: 4096,
    layer_types: Array.from({ length: dimensions.num_hidden_layers }, (_, layer) =>
      layer % 2 === 0 ? "sliding_attention" : "full_attention",
    ),
    max_position_embeddings: 131_072,
    pad_token_id: dimensions.vocab_size > 199_999 ? 199_999 : null,
    ...(form.experts === "mxfp4" ? { quantization_config: MXFP4_CONFIG } : {}),
    rms_norm_eps: 1e-5,
    rope_scaling: {
      rope_type: "yarn",
      factor: 32,
      beta_fast: 32,
      beta_slow: 1,
      original_max_position_embeddings: 4096,
      truncate: false,
    },
    rope_theta: 150_000,
    swiglu_limit: 7,
    tie_word_embeddings: form.tiedEmbeddings,
    torch_dtype: "bfloat16",
  };
}
