import type { GptOssConfig } from "./config.ts";

type RopeConfig = Pick<GptOssConfig, "headDim" | "ropeTheta" | "ropeScaling">;

const { fround } = Math;

/**
 * The factor by which YaRN multiplies rotated queries and keys, so that attention keeps its entropy in long
 * contexts: 0.1 ln(factor) + 1 (arXiv:2309.00071, equation 22).
 */
export function yarnAttentionFactor(factor: number): number {
  return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
}

/**
 * Returns the angular frequency of each of the headDim/2 rotated pairs, in radians per position.
 *
 * "NTK-by-parts", arXiv:2309.00071, section 3.2: pairs that rotate more than betaFast times within the original context
 * keep their frequency, those that rotate less than betaSlow times are divided by `factor`, and those in between are
 * interpolated linearly over the pair's index.
 *
 * Rounds to float32 at the same steps as `_compute_yarn_parameters` of Hugging Face's transformers
 * (modeling_rope_utils.py): otherwise angles at large positions differ measurably.
 */
export function yarnFrequencies({ headDim, ropeTheta, ropeScaling }: RopeConfig): Float32Array {
  const { factor, betaFast, betaSlow, originalMaxPositionEmbeddings, truncate } = ropeScaling;
  const pairRotating = (turns: number) =>
    (headDim * Math.log(originalMaxPositionEmbeddings / (turns * 2 * Math.PI))) / (2 * Math.log(ropeTheta));
  let low = pairRotating(betaFast);
  let high = pairRotating(betaSlow);
  if (truncate) {
    low = Math.floor(low);
    high = Math.ceil(high);
  }
  low = Math.max(low, 0);
  high = Math.min(high, headDim - 1);
  if (low === high) high += 0.001;

  const width = fround(high - low);
  return Float32Array.from({ length: headDim / 2 }, (_, pair) => {
    const wavelength = fround(ropeTheta ** fround((2 * pair) / headDim));
    const frequency = fround(1 / wavelength);
    const slowed = fround(1 / fround(factor * wavelength));
    const ramp = Math.min(Math.max(fround(fround(pair - fround(low)) / width), 0), 1);
    const kept = fround(1 - ramp);
    return fround(slowed * fround(1 - kept)) + fround(frequency * kept);
  });
}

/**
 * Returns rows `begin` to `end` (exclusive) of the cache [positions, headDim/2], multiplied by the attention factor.
 *
 * Equal to transformers' GptOssRotaryEmbedding before it rounds to the model's type: angles are float32.
 */
export function ropeRows(config: RopeConfig, part: "cos" | "sin", begin: number, end: number): Float32Array {
  const frequencies = yarnFrequencies(config);
  const attentionFactor = fround(yarnAttentionFactor(config.ropeScaling.factor));
  const rows = new Float32Array((end - begin) * frequencies.length);
  let i = 0;
  for (let position = begin; position < end; position += 1) {
    for (const frequency of frequencies) {
      rows[i++] = fround(Math[part](fround(position * frequency))) * attentionFactor;
    }
  }
  return rows;
}
