import type { GptOssConfig } from "../../checkpoint/config.ts";
import type { MatrixFormat } from "../../checkpoint/tensor-names.ts";
import { float, int } from "./attributes.ts";
import { GraphBuilder, MICROSOFT, type FileRange } from "./graph-builder.ts";
import { multiplyRows } from "./int8-rows.ts";
import { DATA_TYPE } from "./onnx-proto.ts";
import type { Precision } from "./precision.ts";
import type { Activation, WeightSource } from "./weight-source.ts";

export interface DecoderGraphOptions {
  readonly activation: Activation;
  readonly precision: Precision;
  /** The format of the matrices. With int8, they and a single expert are multiplied in 8 bits. */
  readonly matrices: MatrixFormat;
  /** Name of the external data file, relative to the model file. */
  readonly dataFile: string;
  /**
   * Returns the file and range of a bfloat16 tensor that is read in place, or null if it must be written. Default: all
   * are written.
   */
  readonly locate?: (tensor: string) => FileRange | null;
}

interface LinearTensors {
  readonly weight: string;
  readonly bias: string;
}

/** The graph of a decoder while it is built: weights of the checkpoint, linear layers and norms. */
export class DecoderGraph {
  readonly config: GptOssConfig;
  readonly activation: Activation;
  readonly precision: Precision;
  readonly matrices: MatrixFormat;
  readonly locate: (tensor: string) => FileRange | null;
  readonly graph: GraphBuilder<WeightSource>;

  constructor(config: GptOssConfig, options: DecoderGraphOptions) {
    this.config = config;
    this.activation = options.activation;
    this.precision = options.precision;
    this.matrices = options.matrices;
    this.locate = options.locate ?? (() => null);
    this.graph = new GraphBuilder(options.dataFile);
  }

  /** x W^T + b over the stacked rows of one or more linear layers. */
  linear(
    input: string,
    name: string,
    layers: readonly LinearTensors[],
    [out, width]: readonly [number, number],
    matrices = this.matrices,
  ): string {
    const stack = (suffix: "weight" | "bias", row: readonly number[]) =>
      this.#stacked(
        `${name}.${suffix}`,
        layers.map((layer) => layer[suffix]),
        [out, ...row],
      );
    const bias = stack("bias", []);
    if (matrices === "int8") {
      const tensors = layers.map((layer) => layer.weight);
      return multiplyRows(this.graph, { input, output: name, tensors, dims: [out, width], bias });
    }
    const weight = stack("weight", [width]);
    return this.graph.node("Gemm", [input, weight, bias], [name], { attributes: { transB: int(1) } });
  }

  rmsNorm(input: string, weight: string, output: string): string {
    const scale = this.weight(weight, [this.config.hiddenSize]);
    return this.graph.node("SimplifiedLayerNormalization", [input, scale], [output], {
      attributes: { axis: int(-1), epsilon: float(this.config.rmsNormEps) },
    });
  }

  /** Returns the RMS norm of a sum, and the sum. */
  addAndNorm(residual: string, added: string, weight: string, scope: string): [string, string] {
    const scale = this.weight(weight, [this.config.hiddenSize]);
    const [normed, sum] = [`${scope}.normed`, `${scope}.residual`] as const;
    this.graph.node("SkipSimplifiedLayerNormalization", [residual, added, scale], [normed, "", "", sum], {
      domain: MICROSOFT,
      attributes: { epsilon: float(this.config.rmsNormEps) },
    });
    return [normed, sum];
  }

  /** A tensor of the checkpoint, in the activation's type. */
  weight(tensor: string, dims: readonly number[]): string {
    return this.#stacked(tensor, [tensor], dims);
  }

  /** Casts to the activation's type. */
  cast(input: string, output: string): string {
    return this.graph.node("Cast", [input], [output], {
      attributes: { to: int(DATA_TYPE[this.activation]) },
    });
  }

  /** Concatenates tensors of the checkpoint to one of `dims`. ONNX Runtime folds the nodes when it loads the model. */
  #stacked(name: string, tensors: readonly string[], dims: readonly number[]): string {
    const { graph } = this;
    const ranges = tensors.map(this.locate);
    if (!ranges.every((range) => range !== null)) {
      return graph.external(name, this.activation, dims, { kind: "bfloat16", tensors });
    }
    const [, ...row] = dims;
    const rowBytes = row.reduce((product, dim) => product * dim, 2);
    const parts = ranges.map((range, i) =>
      graph.located(tensors[i]!, "bfloat16", [range.length / rowBytes, ...row], range),
    );
    if (parts.length === 1) return this.cast(parts[0]!, `${name}.${this.activation}`);
    graph.node("Concat", parts, [`${name}.bfloat16`], { attributes: { axis: int(0) } });
    return this.cast(`${name}.bfloat16`, `${name}.${this.activation}`);
  }
}
