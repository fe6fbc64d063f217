import { EMBEDDING } from "../../checkpoint/tensor-names.ts";
import { int } from "./attributes.ts";
import type { GraphBuilder } from "./graph-builder.ts";
import { multiplyIn8Bits } from "./multiply-in-8-bits.ts";
import { DATA_TYPE } from "./onnx-proto.ts";
import type { WeightSource } from "./weight-source.ts";

type Graph = GraphBuilder<WeightSource>;

/** The embedding's codes; a tied output layer uses them too. */
const TABLE = "embedding.codes";

/** Adds `embedded`: the rows of the int8 embedding [vocab, hidden] for `input_ids`, times their scales. */
export function embedRows(graph: Graph, [vocabSize, hiddenSize]: readonly [number, number]): void {
  const block = largestBlock(hiddenSize);
  const tensors = [EMBEDDING];
  graph.external(TABLE, "uint8", [vocabSize, hiddenSize / block, block], { kind: "row-codes", tensors });
  const perRow = { kind: "row-scales", tensors, repeat: 1 } as const;
  graph.external("embedding.row_scales", "float32", [vocabSize, 1], perRow);
  graph.node("Gather", [TABLE, "input_ids"], ["embedded.codes"]);
  graph.node("Reshape", ["embedded.codes", "shape.rows"], ["embedded.rows"]);
  graph.node("Cast", ["embedded.rows"], ["embedded.float32"], { attributes: { to: int(DATA_TYPE.float32) } });
  graph.float32("embedded.zero", 128);
  graph.node("Sub", ["embedded.float32", "embedded.zero"], ["embedded.signed"]);
  graph.int64("shape.scales", [-1, 1]);
  graph.node("Gather", ["embedding.row_scales", "input_ids"], ["embedded.scales"]);
  graph.node("Reshape", ["embedded.scales", "shape.scales"], ["embedded.scale_rows"]);
  graph.node("Mul", ["embedded.signed", "embedded.scale_rows"], ["embedded"]);
}

export interface RowsProduct {
  readonly input: string;
  readonly output: string;
  /** Int8 matrices, stacked. */
  readonly tensors: readonly string[];
  /** [total rows, inputs]. */
  readonly dims: readonly [number, number];
  readonly bias?: string;
}

/** Adds x W^T + b with stacked int8 matrices. */
export function multiplyRows(graph: Graph, { tensors, ...product }: RowsProduct): string {
  const [, width] = product.dims;
  const block = largestBlock(width);
  return multiplyIn8Bits(graph, {
    ...product,
    block,
    codes: tensors[0] === EMBEDDING ? TABLE : { kind: "row-codes", tensors },
    scales: { kind: "row-scales", tensors, repeat: width / block },
  });
}

/** Returns the largest power of two up to 256 that divides a row; with MXFP4 every width is a multiple of 32. */
function largestBlock(width: number): number {
  return [256, 128, 64].find((block) => width % block === 0) ?? 32;
}
