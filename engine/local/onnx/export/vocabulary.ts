import { EMBEDDING, LM_HEAD, outputWeights } from "../../checkpoint/tensor-names.ts";
import { int } from "./attributes.ts";
import type { DecoderGraph } from "./decoder-graph.ts";
import { embedRows, multiplyRows } from "./int8-rows.ts";
import { DATA_TYPE } from "./onnx-proto.ts";

/** Adds `embedded`, the embeddings of `input_ids`. The table stays in 16 bits: only the gathered rows are cast. */
export function addEmbedding(decoder: DecoderGraph): void {
  const { graph, config, activation } = decoder;
  const dims = [config.vocabSize, config.hiddenSize] as const;
  if (decoder.matrices === "int8") {
    embedRows(graph, dims);
    return;
  }
  const range = decoder.locate(EMBEDDING);
  if (range === null && activation === "float16") {
    graph.node("Gather", [decoder.weight(EMBEDDING, dims), "input_ids"], ["embedded"]);
    return;
  }
  const table =
    range === null
      ? graph.external(EMBEDDING, "bfloat16", dims, { kind: "raw", tensor: EMBEDDING })
      : graph.located(EMBEDDING, "bfloat16", dims, range);
  graph.node("Gather", [table, "input_ids"], ["embedded.bfloat16"]);
  decoder.cast("embedded.bfloat16", "embedded");
}

/** Adds `logits`, only of each sequence's last position: a whole prompt's logits would be hundreds of megabytes. */
export function addLogits({ graph, config, activation, matrices }: DecoderGraph, normed: string): void {
  const { vocabSize, hiddenSize } = config;
  const weights = outputWeights(config);
  graph.node("Reshape", [normed, "shape.sequences"], ["final.sequences"]);
  graph.int64("index.last", [-1]);
  graph.node("Gather", ["final.sequences", "index.last"], ["final.last"], { attributes: { axis: int(1) } });
  graph.node("Reshape", ["final.last", "shape.rows"], ["final.rows"]);
  graph.int64("shape.logits", [-1, 1, vocabSize]);
  if (matrices === "int8") {
    const dims = [vocabSize, hiddenSize] as const;
    multiplyRows(graph, { input: "final.rows", output: "logits.rows", tensors: [weights], dims });
    graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits"]);
    return;
  }
  // Never read in place: ONNX Runtime does not fold a Cast this large, and would repeat it for every token.
  const head = graph.external(LM_HEAD, activation, [vocabSize, hiddenSize], {
    kind: "bfloat16",
    tensors: [weights],
  });
  graph.node("Gemm", ["final.rows", head], ["logits.rows"], { attributes: { transB: int(1) } });
  if (activation === "float32") {
    graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits"]);
    return;
  }
  graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits.activation"]);
  graph.node("Cast", ["logits.activation"], ["logits"], { attributes: { to: int(DATA_TYPE.float32) } });
}
