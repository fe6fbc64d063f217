import { float32ToFloat16 } from "../../checkpoint/half-floats.ts";
import type { Activation } from "./weight-source.ts";

/** Bytes of the values in that type, little-endian as all hosts of Node in use are. */
export function asActivation(values: Float32Array, activation: Activation): Uint8Array {
  const typed = activation === "float32" ? values : Uint16Array.from(values, float32ToFloat16);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}
