import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { SafetensorsCheckpoint } from "../../../../../engine/local/checkpoint/safetensors.ts";
import { parseSafetensorsHeader } from "../../../../../engine/local/checkpoint/safetensors-header.ts";
import {
  filledPieces,
  writeSafetensors,
  type TensorToWrite,
} from "../../../../../engine/local/checkpoint/safetensors-writer.ts";

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function counting(name: string, length: number): TensorToWrite {
  let next = 0;
  const fill = (piece: Uint8Array) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = next++ & 255;
  };
  const spec = { dtype: "U8" as const, shape: [length] };
  return { ...spec, name, pieces: () => filledPieces(spec, fill) };
}

describe("parseSafetensorsHeader", () => {
  const tensor = (begin: number, end: number, shape = [end - begin], dtype = "U8") => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });

  it("reads dtype, shape and offsets", () => {
    const header = { __metadata__: { format: "pt" }, b: tensor(4, 10, [3, 1], "BF16"), a: tensor(0, 4) };
    expect(parseSafetensorsHeader(encode(header), 10)).toEqual(
      new Map([
        ["b", { dtype: "BF16", shape: [3, 1], begin: 4, end: 10 }],
        ["a", { dtype: "U8", shape: [4], begin: 0, end: 4 }],
      ]),
    );
  });

  it("allows scalars and empty tensors", () => {
    const header = { empty: tensor(0, 0), scalar: tensor(0, 4, [], "F32") };
    expect(parseSafetensorsHeader(encode(header), 4).size).toBe(2);
  });

  it.each([
    ["overlap", { a: tensor(0, 4), b: tensor(2, 8) }, 8],
    ["gap", { a: tensor(0, 4), b: tensor(6, 8) }, 8],
    ["end of the file", { a: tensor(0, 16) }, 8],
    ["longer than its tensors", { a: tensor(0, 4) }, 8],
    ["dtype and shape", { a: tensor(0, 4, [5]) }, 4],
    ["dtype and shape", { a: tensor(0, 4, [4], "BF16") }, 4],
    ["dtype and shape", { a: tensor(4, 0, [4]) }, 4],
    ["unknown dtype", { a: tensor(0, 4, [4], "toString") }, 4],
    ["too large", { a: tensor(0, 4, [2 ** 40, 2 ** 40]) }, 4],
    ["shape", { a: tensor(0, 4, [-4]) }, 4],
    ["shape", { a: tensor(0, 4, [0.5, 8]) }, 4],
    ["data_offsets", { a: { dtype: "U8", shape: [4], data_offsets: [0, 4, 8] } }, 4],
    ["not an object", { a: null }, 4],
    ["not an object", [], 0],
    ["not an object", null, 0],
  ])("rejects: %s (%j)", (problem, header, dataBytes) => {
    expect(() => parseSafetensorsHeader(encode(header), dataBytes)).toThrow(CheckpointError);
    expect(() => parseSafetensorsHeader(encode(header), dataBytes)).toThrow(problem);
  });

  it("throws only CheckpointError, for any input", () => {
    const entry = fc.record({
      dtype: fc.oneof(fc.constantFrom("U8", "BF16"), fc.jsonValue()),
      shape: fc.oneof(fc.array(fc.integer()), fc.jsonValue()),
      data_offsets: fc.oneof(fc.tuple(fc.integer(), fc.integer()), fc.jsonValue()),
    });
    const header = fc.oneof(fc.uint8Array(), fc.dictionary(fc.string(), entry).map(encode));
    fc.assert(
      fc.property(header, fc.nat(), (bytes, dataBytes) => {
        let thrown: unknown = null;
        try {
          parseSafetensorsHeader(bytes, dataBytes);
        } catch (error) {
          thrown = error;
        }
        expect(thrown === null || thrown instanceof CheckpointError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("SafetensorsCheckpoint", () => {
  let directory: string;
  const file = (name: string) => path.join(directory, name);
  const write = (name: string, tensors: TensorToWrite[]) => writeSafetensors(file(name), tensors, () => {});

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "gavel-safetensors-"));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it("reads ranges of a single file", async () => {
    await write("model.safetensors", [counting("first", 100), counting("second", 50)]);
    const checkpoint = await SafetensorsCheckpoint.open(directory);
    expect(checkpoint.describe("second").shape).toEqual([50]);
    const { file: name, offset, length } = checkpoint.locate("second");
    const bytes = await readFile(file(name));
    expect([...bytes.subarray(offset, offset + length)]).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...(await checkpoint.read("second", 10, 13))]).toEqual([10, 11, 12]);
    const pieces = [];
    for await (const piece of checkpoint.stream("first", 48)) pieces.push([piece[0], piece.length]);
    expect(pieces).toEqual([
      [0, 48],
      [48, 48],
      [96, 4],
    ]);
    await expect(checkpoint.read("first", 90, 101)).rejects.toThrow(RangeError);
    await expect(checkpoint.read("first", -1, 4)).rejects.toThrow(RangeError);
    await expect(checkpoint.read("absent", 0, 1)).rejects.toThrow(/lacks tensor absent/);
    await checkpoint.close();
  });

  it("reads shards by the index", async () => {
    await write("model-00001-of-00002.safetensors", [counting("a", 4)]);
    await write("model-00002-of-00002.safetensors", [counting("b", 4)]);
    const weights = { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" };
    await writeFile(file("model.safetensors.index.json"), JSON.stringify({ weight_map: weights }));
    const checkpoint = await SafetensorsCheckpoint.open(directory);
    expect([...(await checkpoint.read("b", 1, 4))]).toEqual([1, 2, 3]);
    expect([...checkpoint.names()]).toEqual(["a", "b"]);
    await checkpoint.close();
  });

  it.each([
    ["{", "not JSON"],
    ["null", "weight_map"],
    ['{"weight_map":[]}', "weight_map"],
    ['{"weight_map":{"a":"../../secret.safetensors"}}', "file names"],
    ['{"weight_map":{"a":"/etc/passwd"}}', "file names"],
    ['{"weight_map":{"a":"absent.safetensors"}}', "absent.safetensors is missing"],
    ['{"weight_map":{"other":"shard.safetensors"}}', "lacks tensor other"],
  ])("rejects the index %s", async (index, problem) => {
    await write("shard.safetensors", [counting("a", 4)]);
    await writeFile(file("model.safetensors.index.json"), index);
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(CheckpointError);
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(problem);
  });

  it("rejects truncated files and false header lengths", async () => {
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(CheckpointError);
    await write("model.safetensors", [counting("a", 100)]);
    await truncate(file("model.safetensors"), 120);
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(
      /^model\.safetensors: tensor "a" ends after the end of the file: the file is truncated$/,
    );
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(CheckpointError);
    await truncate(file("model.safetensors"), 5);
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(/too short/);
    await writeFile(file("model.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(/git lfs pull/);
    const lie = new Uint8Array(64).fill(255);
    await writeFile(file("model.safetensors"), lie);
    await expect(SafetensorsCheckpoint.open(directory)).rejects.toThrow(/header length/);
  });
});
