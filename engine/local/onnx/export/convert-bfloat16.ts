import { bfloat16ToFloat32, float32ToFloat16 } from "../../checkpoint/half-floats.ts";
import type { Activation } from "./weight-source.ts";

/** The float16 of each bfloat16, computed on first use. */
let float16OfBfloat16: Uint16Array | undefined;

/** Converts bfloat16 bits to the activation's type: exact in float32, rounded to nearest in float16. */
export function convertBfloat16(piece: Uint8Array, activation: Activation): Uint8Array {
  const bits = new Uint16Array(piece.buffer, piece.byteOffset, piece.byteLength / 2);
  if (activation === "float32") {
    const converted = new Uint32Array(bits.length);
    for (let i = 0; i < bits.length; i += 1) converted[i] = bits[i]! << 16;
    return new Uint8Array(converted.buffer);
  }
  float16OfBfloat16 ??= Uint16Array.from({ length: 1 << 16 }, (_, value) =>
    float32ToFloat16(bfloat16ToFloat32(value)),
  );
  const converted = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) converted[i] = float16OfBfloat16[bits[i]!]!;
  return new Uint8Array(converted.buffer);
}
