import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_TOKEN } from "../../../../../engine/local/core/model-runner.ts";
import { seededDraws } from "../../../../../engine/local/core/seeded-draws.ts";
import {
  argmax,
  chooseToken,
  forEachAllowed,
  logSumExp,
  sample,
} from "../../../../../engine/local/onnx/choose-token.ts";

function maskOf(ids: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const id of ids) {
    mask[id >> 5]! |= 1 << (id & 31);
  }
  return mask;
}

describe("argmax", () => {
  it("chooses the lowest id of equal logits", () => {
    expect(argmax(Float32Array.of(1, 3, 3, 2), null)).toBe(1);
    expect(argmax(Float32Array.of(-Infinity, -2, -2), null)).toBe(1);
  });

  it("considers only allowed tokens, including the 32nd bit", () => {
    const logits = Float32Array.from({ length: 70 }, (_, id) => id);
    expect(argmax(logits, maskOf([3, 31, 32], 3))).toBe(32);
    expect(argmax(logits, maskOf([3, 31], 3))).toBe(31);
    expect(argmax(logits, maskOf([69], 3))).toBe(69);
  });

  it("ignores logits that are not numbers, and chooses none if nothing is left", () => {
    expect(argmax(Float32Array.of(Number.NaN, 1, Number.NaN), null)).toBe(1);
    expect(argmax(Float32Array.of(Number.NaN, Number.NaN), null)).toBe(NO_TOKEN);
    expect(argmax(Float32Array.of(1, 2), new Int32Array(1))).toBe(NO_TOKEN);
    expect(sample(Float32Array.of(Number.NaN), null, 0.5)).toBe(NO_TOKEN);
  });

  it("agrees with a simple search", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.boolean()), { minLength: 1 }),
        (entries) => {
          const logits = Float32Array.from(entries, ([logit]) => logit);
          const allowed = entries.flatMap(([, isAllowed], id) => (isAllowed ? [id] : []));
          fc.pre(allowed.length > 0);
          const best = Math.max(...allowed.map((id) => logits[id]!));
          const mask = maskOf(allowed, Math.ceil(entries.length / 32));
          expect(argmax(logits, mask)).toBe(allowed.find((id) => logits[id] === best));
          const seen: number[] = [];
          forEachAllowed(logits, mask, (id) => seen.push(id));
          expect(seen).toEqual(allowed);
        },
      ),
    );
  });
});

describe("sample", () => {
  it("inverts the cumulative distribution", () => {
    const logits = Float32Array.of(Math.log(0.2), Math.log(0.5), Math.log(0.3));
    expect([0, 0.19, 0.21, 0.69, 0.71, 0.999999].map((uniform) => sample(logits, null, uniform))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(sample(logits, maskOf([0, 2], 1), 0.39)).toBe(0);
    expect(sample(logits, maskOf([0, 2], 1), 0.41)).toBe(2);
  });

  it("handles large and infinite logits", () => {
    expect(sample(Float32Array.of(1e4, -Infinity, -1e4), null, 0.999)).toBe(0);
  });

  it("has the frequencies of the softmax", () => {
    const draw = seededDraws(1);
    const logits = Float32Array.of(0, Math.log(2), Math.log(5));
    const counts = [0, 0, 0];
    for (let n = 0; n < 8000; n += 1) {
      counts[sample(logits, null, draw())]! += 1;
    }
    counts.forEach((count, id) => expect(count / 8000).toBeCloseTo([1 / 8, 2 / 8, 5 / 8][id]!, 1));
  });

  it("is reproducible for a seed, differs for others, and accepts any number", () => {
    const logits = new Float32Array(1000);
    const draws = (seed: number) => {
      const draw = seededDraws(seed);
      return Array.from({ length: 8 }, () => sample(logits, null, draw()));
    };
    expect(draws(42)).toEqual(draws(42));
    const seeds = [0, 1, 2, -1, 0.5, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => draws(seed).join())).size).toBe(seeds.length);
  });
});

describe("chooseToken", () => {
  const logits = Float32Array.of(Math.log(0.2), Math.log(0.5), Math.log(0.3));

  it("is greedy without a draw, and samples with one", () => {
    expect(chooseToken(logits, { mask: null, draw: null, logprobTokens: [] }).token).toBe(1);
    expect(chooseToken(logits, { mask: null, draw: 0.9, logprobTokens: [] }).token).toBe(2);
    expect(chooseToken(logits, { mask: maskOf([0, 2], 1), draw: null, logprobTokens: [] }).token).toBe(2);
  });

  it("returns the requested logits, and the sum that turns them into log-probabilities", () => {
    const chosen = chooseToken(logits, { mask: maskOf([0], 1), draw: null, logprobTokens: [2, 0] });
    expect(chosen.logits.map((logit) => Math.exp(logit - chosen.logSumExp))).toEqual([
      expect.closeTo(0.3, 6),
      expect.closeTo(0.2, 6),
    ]);
  });
});

describe("logSumExp", () => {
  it("normalizes", () => {
    expect(logSumExp(Float32Array.of(Math.log(1), Math.log(3)))).toBeCloseTo(Math.log(4), 6);
    expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.log(2), 3);
    expect(logSumExp(new Float32Array(0))).toBe(-Infinity);
  });
});
