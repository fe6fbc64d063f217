import {
  DATA_TYPE_BYTES,
  type Attribute,
  type DataType,
  type Initializer,
  type Model,
  type Node,
  type ValueInfo,
} from "./onnx-proto.ts";

/** External data starts at page boundaries, so that a runtime can map it: onnx/docs/ExternalData.md. */
const EXTERNAL_ALIGNMENT = 4096;

/** The domain of ONNX Runtime's own operators (docs/ContribOperators.md in microsoft/onnxruntime). */
export const MICROSOFT = "com.microsoft";

export interface NodeOptions {
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A part of a file in the model's directory. */
export interface FileRange {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** A tensor whose bytes come from `source`, with its offset in the external data file. */
export interface ExternalTensor<Source> {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly source: Source;
  readonly offset: number;
  readonly byteLength: number;
}

/** Collects the nodes and tensors of a graph. Plans the offsets of external data without reading any. */
export class GraphBuilder<Source> {
  readonly #dataFile: string;
  readonly #nodes: Node[] = [];
  readonly #initializers: Initializer[] = [];
  readonly #external: ExternalTensor<Source>[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  #dataBytes = 0;

  /** `dataFile` names the external data file, relative to the model file. */
  constructor(dataFile: string) {
    this.#dataFile = dataFile;
  }

  input(name: string, dataType: DataType, dims: ValueInfo["dims"]): string {
    this.#inputs.push({ name, dataType, dims });
    return name;
  }

  output(name: string, dataType: DataType, dims: ValueInfo["dims"]): void {
    this.#outputs.push({ name, dataType, dims });
  }

  /** Adds a node and returns its first output. An empty name omits an optional input or output. */
  node(
    opType: string,
    inputs: readonly string[],
    outputs: readonly [string, ...string[]],
    options: NodeOptions = {},
  ) {
    this.#nodes.push({
      opType,
      domain: options.domain ?? "",
      name: `${outputs[0]}/${opType}`,
      inputs,
      outputs,
      attributes: options.attributes ?? {},
    });
    return outputs[0];
  }

  /** Adds a small int64 constant to the model file. */
  int64(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#initializers.push({
      name,
      dataType: "int64",
      dims: [values.length],
      data: { location: "inline", bytes },
    });
    return name;
  }

  /** Adds a float32 scalar to the model file. */
  float32(name: string, value: number): string {
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    this.#initializers.push({ name, dataType: "float32", dims: [], data: { location: "inline", bytes } });
    return name;
  }

  /** Adds a constant that is read from another file in the model's directory. */
  located(name: string, dataType: DataType, dims: readonly number[], range: FileRange): string {
    this.#initializers.push({ name, dataType, dims, data: { location: "external", ...range } });
    return name;
  }

  external(name: string, dataType: DataType, dims: readonly number[], source: Source): string {
    const offset = Math.ceil(this.#dataBytes / EXTERNAL_ALIGNMENT) * EXTERNAL_ALIGNMENT;
    const byteLength = dims.reduce((product, dim) => product * dim, DATA_TYPE_BYTES[dataType]);
    this.#dataBytes = offset + byteLength;
    this.#external.push({ name, dataType, dims, source, offset, byteLength });
    this.#initializers.push({
      name,
      dataType,
      dims,
      data: { location: "external", file: this.#dataFile, offset, length: byteLength },
    });
    return name;
  }

  build(graphName: string): { model: Model; external: readonly ExternalTensor<Source>[]; dataBytes: number } {
    return {
      model: {
        irVersion: 10,
        opsets: [
          { domain: "", version: 21 },
          { domain: MICROSOFT, version: 1 },
        ],
        producerName: "gavel",
        graph: {
          name: graphName,
          nodes: this.#nodes,
          initializers: this.#initializers,
          inputs: this.#inputs,
          outputs: this.#outputs,
        },
      },
      external: this.#external,
      dataBytes: this.#dataBytes,
    };
  }
}
