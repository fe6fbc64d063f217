import { float16ToFloat32 } from "../checkpoint/half-floats.ts";

let table: Float32Array | undefined;

/** Widens IEEE 754 binary16 bits. By table: a vocabulary's worth of logits is widened at every token. */
export function float16ToFloat32Into(bits: Uint16Array, target: Float32Array): void {
  table ??= Float32Array.from({ length: 0x10000 }, (_, pattern) => float16ToFloat32(pattern));
  for (let index = 0; index < bits.length; index += 1) {
    target[index] = table[bits[index]!]!;
  }
}
