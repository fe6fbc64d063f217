import type { GptOssConfig } from "../checkpoint/config.ts";

type RopeConfig = Pick<GptOssConfig, "headDim" | "ropeTheta" | "ropeScaling">;

/**
 * What YaRN multiplies rotated queries and keys with, so that attention keeps its entropy over long
 * contexts: 0.1 ln(factor) + 1 (arXiv:2309.00071, equation 22).
 */
export function yarnAttentionFactor(factor: number): number {
  return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
}

/**
 * Angular frequency of each of the headDim/2 rotated pairs, in radians a position ("NTK-by-parts",
 * arXiv:2309.00071, section 3.2): pairs that turn more than betaFast times within the original context keep
 * their frequency, those that turn less than betaSlow times are slowed down by `factor`, those between are
 * blended linearly over the pair's index.
 */
export function yarnFrequencies({ headDim, ropeTheta, ropeScaling }: RopeConfig): Float64Array {
  const { factor, betaFast, betaSlow, originalMaxPositionEmbeddings, truncate } = ropeScaling;
  const pairs = headDim / 2;
  const pairThatTurns = (turns: number) =>
    (pairs * Math.log(originalMaxPositionEmbeddings / (turns * 2 * Math.PI))) / Math.log(ropeTheta);
  let low = pairThatTurns(betaFast);
  let high = pairThatTurns(betaSlow);
  if (truncate) {
    low = Math.floor(low);
    high = Math.ceil(high);
  }
  low = Math.max(low, 0);
  high = Math.min(high, headDim - 1);
  if (low === high) high += 0.001;

  return Float64Array.from({ length: pairs }, (_, pair) => {
    const frequency = ropeTheta ** (-pair / pairs);
    const interpolated = Math.min(Math.max((pair - low) / (high - low), 0), 1);
    return (frequency / factor) * interpolated + frequency * (1 - interpolated);
  });
}

/** Rows `begin` to `end` (exclusive) of the cache [positions, headDim/2], attention factor included. */
export function ropeRows(config: RopeConfig, part: "cos" | "sin", begin: number, end: number): Float64Array {
  const frequencies = yarnFrequencies(config);
  const attentionFactor = yarnAttentionFactor(config.ropeScaling.factor);
  const rows = new Float64Array((end - begin) * frequencies.length);
  let i = 0;
  for (let position = begin; position < end; position += 1) {
    for (const frequency of frequencies) rows[i++] = Math[part](position * frequency) * attentionFactor;
  }
  return rows;
}
