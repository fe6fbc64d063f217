import { float32ToBfloat16 } from "../checkpoint/half-floats.ts";
import { MXFP4_BLOCK_SIZE } from "../checkpoint/mxfp4.ts";
import { EMBEDDING, LM_HEAD, type TensorSpec } from "../checkpoint/tensor-names.ts";

type Random = () => number;

/** Fills consecutive pieces of a tensor's data. */
export type Fill = (piece: Uint8Array) => void;

/**
 * Returns random weights, scaled so that every part of the model matters.
 *
 * Attention scores and router logits have a standard deviation of a few units, gates reach the clamp at `swiglu_limit`,
 * each layer adds about as much as the embedding, and logits spread over about 3 units, so that greedy decoding varies.
 */
export function untrainedWeights(
  name: string,
  spec: TensorSpec,
  random: Random,
  layers = 2,
  /** For a tensor of scales: the standard deviation of the codes that it scales. 1 for weights. */
  codeDeviation = 1,
): Fill {
  // Each layer's output shrinks with the square root of the layer count, as in GPT-2, so that rounding errors do not
  // grow.
  const damping = Math.sqrt(layers / 2);
  if (name.endsWith("_blocks")) return bytesBetween(0, 255, random);
  if (name.endsWith("_scales")) {
    // E8M0 codes: 122 is 2^-5, right for 64 inputs. Random E2M1 values have a root mean square of 2.9.
    const lower = Math.round(Math.log2(Math.sqrt((spec.shape.at(-1)! * MXFP4_BLOCK_SIZE) / 64)));
    return name.endsWith("gate_up_proj_scales")
      ? bytesBetween(122 - lower, 125 - lower, random)
      : bytesBetween(
          119 - lower - Math.round(Math.log2(damping)),
          121 - lower - Math.round(Math.log2(damping)),
          random,
        );
  }
  if (name.endsWith("norm.weight") || name.endsWith("layernorm.weight")) return bf16Around(1, 0.1, random);
  if (name.endsWith("bias")) return bf16Around(0, 0.1, random);
  const deviation = deviationOf(name, spec, damping);
  if (codeDeviation !== 1) {
    return bf16Around(deviation / codeDeviation, (0.1 * deviation) / codeDeviation, random);
  }
  return bf16Around(0, deviation, random);
}

function deviationOf(name: string, spec: TensorSpec, damping: number): number {
  if (name.endsWith("sinks") || name === EMBEDDING) return 1;
  const isExperts = /\.experts\.\w+_proj$/.test(name);
  const fanIn = spec.shape.at(isExperts ? -2 : -1)!;
  let gain = 1;
  if (isExperts) gain = name.endsWith(".gate_up_proj") ? 2 : 0.2 / damping;
  else if (name === LM_HEAD) gain = 3;
  else if (/\.[qk]_proj\./.test(name)) gain = 1.2;
  else if (name.includes(".router.")) gain = 2;
  else if (name.includes(".o_proj.")) gain = 1 / damping;
  return gain / Math.sqrt(fanIn);
}

/** The standard deviation of codes uniform over -127 to 127. */
export const INT8_DEVIATION = 255 / Math.sqrt(12);

/** Uniform int8 codes from -127 to 127. */
export function int8Codes(random: Random): Fill {
  return (piece: Uint8Array) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = Math.floor(random() * 255) - 127;
  };
}

/** Uniform integers, both bounds included. */
function bytesBetween(low: number, high: number, random: Random): Fill {
  return (piece: Uint8Array) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = low + Math.floor(random() * (high - low + 1));
  };
}

/** Uniform bfloat16 values around `mean` with the given standard deviation. */
function bf16Around(mean: number, deviation: number, random: Random): Fill {
  const width = deviation * Math.sqrt(12);
  return (piece: Uint8Array) => {
    const values = new Uint16Array(piece.buffer, piece.byteOffset, piece.byteLength / 2);
    for (let i = 0; i < values.length; i += 1) values[i] = float32ToBfloat16(mean + (random() - 0.5) * width);
  };
}

const REPEATED_BYTES = 1 << 18;
const RUN_BYTES = 1 << 16;

/**
 * Fills from one block of `weights`, copied in runs from random offsets.
 *
 * As fast as memory can be copied, for checkpoints of gigabytes whose values only need the distribution of weights.
 */
export function repeatedWeights(weights: Fill, random: Random): Fill {
  let block: Uint8Array | undefined;
  return (piece) => {
    if (block === undefined) weights((block = new Uint8Array(REPEATED_BYTES)));
    for (let at = 0; at < piece.length; at += RUN_BYTES) {
      const length = Math.min(RUN_BYTES, piece.length - at);
      // Even, so that bfloat16 values stay whole.
      const from = 2 * Math.floor((random() * (block.length - length)) / 2);
      piece.set(block.subarray(from, from + length), at);
    }
  };
}

/** Repeats each row `group` times: routers whose experts tie. */
export function tiedRows(weights: Fill, rowBytes: number, group: number): Fill {
  const row = new Uint8Array(rowBytes);
  let position = 0;
  return (piece) => {
    for (let at = 0; at < piece.length;) {
      const inRow = position % rowBytes;
      if (inRow === 0 && (position / rowBytes) % group === 0) weights(row);
      const part = row.subarray(inRow, inRow + piece.length - at);
      piece.set(part, at);
      at += part.length;
      position += part.length;
    }
  };
}
