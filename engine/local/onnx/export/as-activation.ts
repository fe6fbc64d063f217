import { float32ToFloat16 } from "../../checkpoint/half-floats.ts";
import type { Activation } from "./weight-source.ts";

/** Returns the values' bytes in the activation's type, little-endian like every host that Node supports. */
export function asActivation(values: Float32Array, activation: Activation): Uint8Array {
  const typed = activation === "float32" ? values : Uint16Array.from(values, float32ToFloat16);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}
