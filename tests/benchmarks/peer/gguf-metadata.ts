import type { GptOssConfig } from "../../../engine/local/checkpoint/config.ts";
import type { MetadataValue } from "./gguf-bytes.ts";

const ARCHITECTURE = "gpt-oss";
/** LLAMA_FTYPE_MOSTLY_MXFP4_MOE of llama.h. */
const FILE_TYPE = 38;
/** llama_token_type of llama.h. */
const TOKEN = { normal: 1, control: 3 } as const;

/** What llama.cpp reads of a gpt-oss model in addition to its tensors, with a meaningless vocabulary. */
export function ggufMetadata(config: GptOssConfig): [key: string, value: MetadataValue][] {
  const { ropeScaling, vocabSize } = config;
  const end = vocabSize - 1;
  const ofModel: [string, MetadataValue][] = [
    ["block_count", uint32(config.numHiddenLayers)],
    ["context_length", uint32(config.maxPositionEmbeddings)],
    ["embedding_length", uint32(config.hiddenSize)],
    ["feed_forward_length", uint32(config.intermediateSize)],
    ["expert_feed_forward_length", uint32(config.intermediateSize)],
    ["expert_count", uint32(config.numLocalExperts)],
    ["expert_used_count", uint32(config.numExpertsPerToken)],
    ["attention.head_count", uint32(config.numAttentionHeads)],
    ["attention.head_count_kv", uint32(config.numKeyValueHeads)],
    ["attention.key_length", uint32(config.headDim)],
    ["attention.value_length", uint32(config.headDim)],
    ["attention.sliding_window", uint32(config.slidingWindow)],
    ["attention.layer_norm_rms_epsilon", float32(config.rmsNormEps)],
    ["rope.freq_base", float32(config.ropeTheta)],
    ["rope.scaling.type", string("yarn")],
    ["rope.scaling.factor", float32(ropeScaling.factor)],
    ["rope.scaling.original_context_length", uint32(ropeScaling.originalMaxPositionEmbeddings)],
  ];
  return [
    ["general.architecture", string(ARCHITECTURE)],
    ["general.name", string("random weights")],
    ["general.file_type", uint32(FILE_TYPE)],
    ...ofModel.map(([key, value]): [string, MetadataValue] => [`${ARCHITECTURE}.${key}`, value]),
    ["tokenizer.ggml.model", string("gpt2")],
    ["tokenizer.ggml.pre", string("gpt-4o")],
    ["tokenizer.ggml.tokens", { type: "strings", value: Array.from({ length: vocabSize }, spelling) }],
    [
      "tokenizer.ggml.token_type",
      {
        type: "int32s",
        value: Array.from({ length: vocabSize }, (_, id) => (id === end ? TOKEN.control : TOKEN.normal)),
      },
    ],
    ["tokenizer.ggml.merges", { type: "strings", value: ["a b"] }],
    ["tokenizer.ggml.bos_token_id", uint32(end)],
    ["tokenizer.ggml.eos_token_id", uint32(end)],
  ];
}

/**
 * The bytes as GPT-2 writes them (encoder.py, bytes_to_unicode: unprintable bytes are mapped to other characters), then
 * unique strings.
 */
function spelling(_: unknown, id: number): string {
  if (id >= 256) return `t${id}`;
  const prints = (id > 32 && id < 127) || (id > 160 && id !== 173);
  return String.fromCodePoint(prints ? id : 256 + id);
}

function uint32(value: number): MetadataValue {
  return { type: "uint32", value };
}

function float32(value: number): MetadataValue {
  return { type: "float32", value };
}

function string(value: string): MetadataValue {
  return { type: "string", value };
}
