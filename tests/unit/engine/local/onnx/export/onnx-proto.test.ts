import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { encodeModel, type Model } from "../../../../../../engine/local/onnx/export/onnx-proto.ts";

/** The messages of onnx/onnx.proto in protobuf's own language: an independent decoder. */
const SCHEMA = `
  syntax = "proto2";
  message Attribute { optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
    optional int32 type = 20; }
  message Node { repeated string input = 1; repeated string output = 2; optional string name = 3;
    optional string op_type = 4; repeated Attribute attribute = 5; optional string domain = 7; }
  message Entry { optional string key = 1; optional string value = 2; }
  message Tensor { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8;
    optional bytes raw_data = 9; repeated Entry external_data = 13; optional int32 data_location = 14; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Graph { repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5;
    repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
  message Opset { optional string domain = 1; optional int64 version = 2; }
  message Model { optional int64 ir_version = 1; optional string producer_name = 2; optional Graph graph = 7;
    repeated Opset opset_import = 8; }
`;

const MODEL: Model = {
  irVersion: 10,
  producerName: "gavel",
  opsets: [
    { domain: "", version: 21 },
    { domain: "com.microsoft", version: 1 },
  ],
  graph: {
    name: "g",
    nodes: [
      {
        opType: "Op",
        domain: "com.microsoft",
        name: "n",
        inputs: ["x", "", "w"],
        outputs: ["y"],
        attributes: {
          negative: { type: "int", value: -1 },
          half: { type: "float", value: 0.5 },
          kind: { type: "string", value: "swiglu" },
        },
      },
    ],
    initializers: [
      {
        name: "w",
        dataType: "float16",
        dims: [2, 3],
        data: { location: "external", file: "w.data", offset: 2 ** 40, length: 12 },
      },
      {
        name: "c",
        dataType: "int64",
        dims: [1],
        data: { location: "inline", bytes: new Uint8Array(8).fill(7) },
      },
    ],
    inputs: [{ name: "x", dataType: "int32", dims: ["batch", 5_000_000_000] }],
    outputs: [{ name: "y", dataType: "float32", dims: [] }],
  },
};

describe("encodeModel", () => {
  it("is decoded by a protobuf reader with ONNX's field numbers", () => {
    const { root } = protobuf.parse(SCHEMA, { keepCase: true });
    const type = root.lookupType("Model");
    const decoded = type.toObject(type.decode(encodeModel(MODEL)), { longs: Number, bytes: String });
    expect(decoded).toEqual({
      ir_version: 10,
      producer_name: "gavel",
      opset_import: [
        { domain: "", version: 21 },
        { domain: "com.microsoft", version: 1 },
      ],
      graph: {
        name: "g",
        node: [
          {
            op_type: "Op",
            domain: "com.microsoft",
            name: "n",
            input: ["x", "", "w"],
            output: ["y"],
            attribute: [
              { name: "negative", i: -1, type: 2 },
              { name: "half", f: 0.5, type: 1 },
              { name: "kind", s: Buffer.from("swiglu").toString("base64"), type: 3 },
            ],
          },
        ],
        initializer: [
          {
            name: "w",
            data_type: 10,
            dims: [2, 3],
            data_location: 1,
            external_data: [
              { key: "location", value: "w.data" },
              { key: "offset", value: "1099511627776" },
              { key: "length", value: "12" },
            ],
          },
          { name: "c", data_type: 7, dims: [1], raw_data: Buffer.alloc(8, 7).toString("base64") },
        ],
        input: [
          {
            name: "x",
            type: {
              tensor_type: {
                elem_type: 6,
                shape: { dim: [{ dim_param: "batch" }, { dim_value: 5_000_000_000 }] },
              },
            },
          },
        ],
        output: [{ name: "y", type: { tensor_type: { elem_type: 1, shape: {} } } }],
      },
    });
  });
});
