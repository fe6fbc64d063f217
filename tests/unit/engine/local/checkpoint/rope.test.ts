import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  ropeRows,
  yarnAttentionFactor,
  yarnFrequencies,
} from "../../../../../engine/local/checkpoint/rope.ts";

/** gpt-oss-20b. By the paper's formula the ramp runs from pair 8.09 to pair 17.40. */
const GPT_OSS = {
  headDim: 64,
  ropeTheta: 150_000,
  ropeScaling: {
    factor: 32,
    betaFast: 32,
    betaSlow: 1,
    originalMaxPositionEmbeddings: 4096,
    truncate: false,
  },
};

/** Written by tests/helpers/scripts/make-yarn-fixture.py, with transformers' own code. */
const TRANSFORMERS = JSON.parse(
  readFileSync(new URL("../../../../fixtures/yarn/gpt-oss-20b.json", import.meta.url), "utf8"),
) as {
  frequencies: number[];
  truncatedFrequencies: number[];
  rows: { position: number; cos: number[]; sin: number[] }[];
};

/** Largest difference in units of the last place of 1, in float32. */
const unitsOff = (actual: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value) * 2 ** 23));

const plain = (pair: number) => 150_000 ** (-pair / 32);

describe("YaRN", () => {
  it("has the attention factor of gpt-oss", () => {
    expect(yarnAttentionFactor(32)).toBeCloseTo(1.3465735902799727, 12);
    expect(yarnAttentionFactor(1)).toBe(1);
  });

  it("keeps fast pairs, divides slow ones by the factor and interpolates in between", () => {
    const frequencies = yarnFrequencies(GPT_OSS);
    expect(frequencies.length).toBe(32);
    for (let pair = 0; pair <= 8; pair += 1) expect(frequencies[pair]).toBeCloseTo(plain(pair), 7);
    for (let pair = 18; pair < 32; pair += 1) expect(frequencies[pair]).toBeCloseTo(plain(pair) / 32, 9);
    const low = (32 * Math.log(4096 / (64 * Math.PI))) / Math.log(150_000);
    const high = (32 * Math.log(4096 / (2 * Math.PI))) / Math.log(150_000);
    const slowed = (12 - low) / (high - low);
    expect(frequencies[12]! / plain(12)).toBeCloseTo(1 - slowed * (31 / 32), 6);
  });

  it("rounds the ends of the ramp outwards if the checkpoint requests it", () => {
    const ropeScaling = { ...GPT_OSS.ropeScaling, truncate: true };
    const frequencies = yarnFrequencies({ ...GPT_OSS, ropeScaling });
    expect(frequencies[12]! / plain(12)).toBeCloseTo(1 - 0.4 * (31 / 32), 6);
    expect(frequencies[8]! / plain(8)).toBeCloseTo(1, 6);
    expect(frequencies[18]! / plain(18)).toBeCloseTo(1 / 32, 7);
  });

  it("computes the same rows in pieces as at once", () => {
    const whole = ropeRows(GPT_OSS, "sin", 0, 10);
    expect(ropeRows(GPT_OSS, "sin", 7, 10)).toEqual(whole.slice(7 * 32));
    expect(whole[32]).toBeCloseTo(Math.sin(1) * yarnAttentionFactor(32), 6);
    expect(ropeRows(GPT_OSS, "cos", 0, 1)[5]).toBeCloseTo(yarnAttentionFactor(32), 6);
  });

  it("has the float32 frequencies of transformers", () => {
    const truncated = { ...GPT_OSS, ropeScaling: { ...GPT_OSS.ropeScaling, truncate: true } };
    expect([...yarnFrequencies(GPT_OSS)]).toEqual(TRANSFORMERS.frequencies);
    expect([...yarnFrequencies(truncated)]).toEqual(TRANSFORMERS.truncatedFrequencies);
  });

  it("rounds angles to float32 as transformers does, to the end of the context", () => {
    for (const { position, cos, sin } of TRANSFORMERS.rows) {
      expect(unitsOff(ropeRows(GPT_OSS, "cos", position, position + 1), cos), `${position}`).toBeLessThan(2);
      expect(unitsOff(ropeRows(GPT_OSS, "sin", position, position + 1), sin), `${position}`).toBeLessThan(2);
    }
    // Without rounding, the angle of the first scaled pair would differ by more than a hundred of these units.
    const last = TRANSFORMERS.rows.at(-1)!;
    const exact = plain(1) * last.position;
    const factor = yarnAttentionFactor(32);
    expect(Math.abs(Math.cos(exact) * factor - last.cos[1]!)).toBeGreaterThan(100 * 2 ** -23);
  });
});
