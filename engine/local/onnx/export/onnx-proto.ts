import protobuf from "protobufjs/minimal.js";

/**
 * The part of ONNX that Gavel's models use, and its encoding as protobuf. Field numbers are those of
 * onnx/onnx.proto (IR version 10) in github.com/onnx/onnx.
 */

/** TensorProto.DataType. */
export const DATA_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, float16: 10, bfloat16: 16 } as const;
export type DataType = keyof typeof DATA_TYPE;

export const DATA_TYPE_BYTES: Readonly<Record<DataType, number>> = {
  float32: 4,
  uint8: 1,
  int32: 4,
  int64: 8,
  float16: 2,
  bfloat16: 2,
};

export type Attribute =
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string };

export interface Node {
  readonly opType: string;
  readonly domain: string;
  readonly name: string;
  /** An empty name is an omitted optional input or output. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant tensor: its bytes inline, or a range of a file in the model's directory. */
export interface Initializer {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly data:
    | { readonly location: "inline"; readonly bytes: Uint8Array }
    | {
        readonly location: "external";
        readonly file: string;
        readonly offset: number;
        readonly length: number;
      };
}

/** An input or output of the graph. A string names a dimension of any size. */
export interface ValueInfo {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly (number | string)[];
}

export interface Model {
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producerName: string;
  readonly graph: {
    readonly name: string;
    readonly nodes: readonly Node[];
    readonly initializers: readonly Initializer[];
    readonly inputs: readonly ValueInfo[];
    readonly outputs: readonly ValueInfo[];
  };
}

type Writer = protobuf.Writer;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const EXTERNAL = 1;

/** Serializes ModelProto. */
export function encodeModel(model: Model): Uint8Array {
  const writer = protobuf.Writer.create();
  int(writer, 1, model.irVersion);
  text(writer, 2, model.producerName);
  message(writer, 7, () => {
    const { graph } = model;
    for (const node of graph.nodes) message(writer, 1, () => encodeNode(writer, node));
    text(writer, 2, graph.name);
    for (const tensor of graph.initializers) message(writer, 5, () => encodeTensor(writer, tensor));
    for (const input of graph.inputs) message(writer, 11, () => encodeValueInfo(writer, input));
    for (const output of graph.outputs) message(writer, 12, () => encodeValueInfo(writer, output));
  });
  for (const opset of model.opsets) {
    message(writer, 8, () => {
      text(writer, 1, opset.domain);
      int(writer, 2, opset.version);
    });
  }
  return writer.finish();
}

function encodeNode(writer: Writer, node: Node): void {
  for (const input of node.inputs) text(writer, 1, input);
  for (const output of node.outputs) text(writer, 2, output);
  text(writer, 3, node.name);
  text(writer, 4, node.opType);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, () => encodeAttribute(writer, name, attribute));
  }
  text(writer, 7, node.domain);
}

/** The type in field 20 repeats which of the value fields is set: FLOAT 1, INT 2, STRING 3. */
function encodeAttribute(writer: Writer, name: string, attribute: Attribute): void {
  text(writer, 1, name);
  switch (attribute.type) {
    case "float":
      writer.uint32((2 << 3) | FIXED32).float(attribute.value);
      int(writer, 20, 1);
      break;
    case "int":
      int(writer, 3, attribute.value);
      int(writer, 20, 2);
      break;
    case "string":
      text(writer, 4, attribute.value);
      int(writer, 20, 3);
      break;
    default:
      attribute satisfies never;
  }
}

function encodeTensor(writer: Writer, tensor: Initializer): void {
  for (const dim of tensor.dims) int(writer, 1, dim);
  int(writer, 2, DATA_TYPE[tensor.dataType]);
  text(writer, 8, tensor.name);
  const { data } = tensor;
  if (data.location === "inline") {
    writer.uint32((9 << 3) | LENGTH_DELIMITED).bytes(data.bytes);
    return;
  }
  const entries = { location: data.file, offset: String(data.offset), length: String(data.length) };
  for (const [key, value] of Object.entries(entries)) {
    message(writer, 13, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  int(writer, 14, EXTERNAL);
}

function encodeValueInfo(writer: Writer, value: ValueInfo): void {
  text(writer, 1, value.name);
  message(writer, 2, () => {
    message(writer, 1, () => {
      int(writer, 1, DATA_TYPE[value.dataType]);
      message(writer, 2, () => {
        for (const dim of value.dims) {
          message(writer, 1, () => {
            if (typeof dim === "number") int(writer, 1, dim);
            else text(writer, 2, dim);
          });
        }
      });
    });
  });
}

function message(writer: Writer, field: number, encode: () => void): void {
  writer.uint32((field << 3) | LENGTH_DELIMITED).fork();
  encode();
  writer.ldelim();
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32((field << 3) | LENGTH_DELIMITED).string(value);
}

function int(writer: Writer, field: number, value: number): void {
  writer.uint32((field << 3) | VARINT).int64(value);
}
