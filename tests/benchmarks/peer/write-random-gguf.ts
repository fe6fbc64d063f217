import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import type { GptOssConfig } from "../../../engine/local/checkpoint/config.ts";
import { GgufBytes } from "./gguf-bytes.ts";
import { ggufMetadata } from "./gguf-metadata.ts";
import { GGML_TYPES, type GgmlType, type GgufTensor, ggufTensors, tensorBytes } from "./gguf-tensors.ts";

const ALIGNMENT = 32;
/** Number of blocks after which weights repeat: some MB, written repeatedly. */
const PATTERN_BLOCKS = 262_144;
/** 2^-11 as float16: weights of Q8_0 up to 0.06. */
const Q8_SCALE = 0x1000;
/** An exponent of E8M0, 2^(120 - 127): weights of MXFP4 up to 0.05. */
const MXFP4_SCALE = 120;

/**
 * Writes a gpt-oss model with random weights as GGUF v3 (ggml-org/ggml, docs/gguf.md): the shape of `config`, experts in
 * MXFP4, the other matrices in Q8_0. Returns its bytes.
 */
export async function writeRandomGguf(file: string, config: GptOssConfig): Promise<number> {
  const tensors = ggufTensors(config);
  const head = header(config, tensors);
  const patterns = { F32: uniform(), Q8_0: q8Blocks(), MXFP4: mxfp4Blocks() };
  const ones = Buffer.from(new Float32Array(PATTERN_BLOCKS).fill(1).buffer);
  const handle = await open(file, "w");
  try {
    await handle.write(head, 0, head.length, 0);
    let position = head.length;
    for (const tensor of tensors) {
      const pattern = tensor.name.includes("norm") ? ones : patterns[tensor.type];
      const bytes = tensorBytes(tensor);
      for (let written = 0; written < bytes;) {
        const length = Math.min(bytes - written, pattern.length);
        await handle.write(pattern, 0, length, position + written);
        written += length;
      }
      position += aligned(bytes);
    }
    await handle.truncate(position);
    return position;
  } finally {
    await handle.close();
  }
}

function header(config: GptOssConfig, tensors: readonly GgufTensor[]): Buffer {
  const metadata = ggufMetadata(config);
  const bytes = new GgufBytes();
  bytes.raw("GGUF");
  bytes.uint32(3);
  bytes.uint64(tensors.length);
  bytes.uint64(metadata.length);
  for (const [key, value] of metadata) bytes.metadata(key, value);
  let offset = 0;
  for (const tensor of tensors) {
    bytes.string(tensor.name);
    bytes.uint32(tensor.dimensions.length);
    for (const size of tensor.dimensions) bytes.uint64(size);
    bytes.uint32(GGML_TYPES[tensor.type].id);
    bytes.uint64(offset);
    offset += aligned(tensorBytes(tensor));
  }
  const head = bytes.finish();
  return Buffer.concat([head, Buffer.alloc(aligned(head.length) - head.length)]);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function uniform(): Buffer {
  return Buffer.from(Float32Array.from({ length: PATTERN_BLOCKS }, () => (Math.random() - 0.5) / 10).buffer);
}

function q8Blocks(): Buffer {
  return blocks("Q8_0", (bytes, at) => bytes.writeUInt16LE(Q8_SCALE, at));
}

function mxfp4Blocks(): Buffer {
  return blocks("MXFP4", (bytes, at) => bytes.writeUInt8(MXFP4_SCALE, at));
}

/** Random codes under one scale, which is first in a block. */
function blocks(type: GgmlType, writeScale: (bytes: Buffer, at: number) => void): Buffer {
  const { blockBytes } = GGML_TYPES[type];
  const bytes = Buffer.alloc(PATTERN_BLOCKS * blockBytes);
  randomFillSync(bytes);
  for (let at = 0; at < bytes.length; at += blockBytes) writeScale(bytes, at);
  return bytes;
}
