import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../engine/local/checkpoint/config.ts";
import { mulberry32 } from "../../engine/local/synthetic/random.ts";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import type { NextToken } from "../../engine/local/core/model-runner.ts";
import { chooseToken, logSumExp } from "../../engine/local/onnx/choose-token.ts";
import { type Gpu, openGpu } from "../../engine/local/webgpu/open-gpu.ts";
import { NONE } from "../../engine/local/webgpu/step-data.ts";
import { TokenChooser } from "../helpers/token-chooser.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";

useSoftwareGpu();

/** Several tokens for each thread of the kernels, and not a multiple of any tile. */
const VOCAB = 30_011;
const MASK_WORDS = Math.ceil(VOCAB / 32);
/** The error of a cumulative distribution summed in float32. */
const DRAW_ERROR = 1e-4;
/** The largest draw that float32 holds. */
const LAST_DRAW = 1 - 2 ** -24;

describe("the kernels that choose a token, compared with the CPU", () => {
  let root: string;
  let gpu: Gpu;
  let chooser: TokenChooser;

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-choose-"));
    const checkpoint = path.join(root, "checkpoint");
    await writeSyntheticCheckpoint(checkpoint, { seed: 1, dimensions: { vocab_size: VOCAB } });
    gpu = await openGpu({ checked: true });
    chooser = await TokenChooser.create(gpu.device, await readConfig(checkpoint));
  });
  afterAll(async () => {
    gpu.close();
    await rm(root, { recursive: true });
  });

  it("choose the same likeliest token, or the token at which the distribution exceeds a draw, and return the same logits", async () => {
    const row = fc.record({
      seed: fc.nat(),
      /** Few steps make many equal logits. */
      steps: fc.constantFrom(3, 1000, 2 ** 24),
      spread: fc.constantFrom(1, 20, 200),
      allowed: fc.constantFrom(null, 0.9, 0.01, 2 / VOCAB),
      draw: fc.option(fc.double({ min: 0, max: LAST_DRAW, noNaN: true })),
      logprobTokens: fc.array(fc.nat(VOCAB - 1), { maxLength: 32 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const made = rows.map(({ seed, steps, spread, allowed, draw, logprobTokens }) => {
          const random = mulberry32(seed);
          const logits = randomLogits(random, steps, spread);
          const mask = allowed === null ? null : randomMask(random, allowed);
          return { logits, next: { mask, draw, logprobTokens } };
        });
        const chosen = await chooser.choose(made);
        for (const [index, { logits, next }] of made.entries()) {
          const expected = chooseToken(logits, next);
          const actual = chosen[index]!;
          expect(actual.logits).toEqual(expected.logits);
          expect(actual.logSumExp).toBeCloseTo(logSumExp(logits), 3);
          if (next.draw === null) {
            expect(actual.token).toBe(expected.token);
          } else {
            const { before, after, weight } = cumulative(logits, next, actual.token);
            expect(before).toBeLessThanOrEqual(next.draw + DRAW_ERROR);
            expect(after).toBeGreaterThanOrEqual(next.draw - DRAW_ERROR);
            // In exact arithmetic a draw at the edge between two tokens may choose one whose weight only float32 holds.
            expect(Math.fround(weight)).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("do not choose a token of negligible probability for the remainder that rounding leaves", async () => {
    const rows = Array.from({ length: 8 }, (_, seed) => ({
      logits: randomLogits(mulberry32(seed), 2 ** 24, 200),
      next: { mask: null, draw: LAST_DRAW, logprobTokens: [] },
    }));
    const chosen = await chooser.choose(rows);
    for (const [index, { logits, next }] of rows.entries()) {
      const { before, after } = cumulative(logits, next, chosen[index]!.token);
      expect(after).toBeGreaterThan(before);
      expect(after).toBeGreaterThanOrEqual(LAST_DRAW - DRAW_ERROR);
    }
  });

  it("skip logits that are not numbers, and return NONE if none is left", async () => {
    const one = new Float32Array(VOCAB).fill(Number.NaN);
    one[VOCAB - 1] = -50;
    const nothing = new Float32Array(VOCAB).fill(Number.NaN);
    const infinite = new Float32Array(VOCAB).fill(Number.NEGATIVE_INFINITY);
    const ordinary = new Float32Array(VOCAB);
    const next = (overrides: Partial<NextToken> = {}) => ({
      mask: null,
      draw: null,
      logprobTokens: [],
      ...overrides,
    });
    const chosen = await chooser.choose([
      { logits: one, next: next() },
      { logits: one, next: next({ draw: 0.999 }) },
      { logits: nothing, next: next() },
      { logits: nothing, next: next({ draw: 0.5 }) },
      { logits: infinite, next: next() },
      { logits: ordinary, next: next({ mask: new Int32Array(MASK_WORDS) }) },
      { logits: ordinary, next: next() },
    ]);
    expect(chosen.map(({ token }) => token)).toEqual([VOCAB - 1, VOCAB - 1, NONE, NONE, NONE, NONE, 0]);
  });
});

/** Allows about this part of the vocabulary, and at least one token. */
function randomMask(random: () => number, part: number): Int32Array {
  const mask = new Int32Array(MASK_WORDS);
  const allow = (id: number) => {
    mask[id >> 5]! |= 1 << (id & 31);
  };
  allow(Math.floor(random() * VOCAB));
  for (let id = 0; id < VOCAB; id += 1) if (random() < part) allow(id);
  return mask;
}

function randomLogits(random: () => number, steps: number, spread: number): Float32Array {
  return Float32Array.from({ length: VOCAB }, () => (Math.floor(random() * steps) / steps - 0.5) * spread);
}

/**
 * Shares of the allowed tokens' probability before a token and up to it, and the token's weight: 1 for the likeliest
 * allowed token, 0 for a token that is not allowed.
 */
function cumulative(logits: Float32Array, { mask }: Pick<NextToken, "mask">, token: number) {
  const isAllowed = (id: number) => mask === null || ((mask[id >> 5]! >>> (id & 31)) & 1) === 1;
  const largest = logits.reduce(
    (most, logit, id) => (isAllowed(id) ? Math.max(most, logit) : most),
    -Infinity,
  );
  let total = 0;
  let before = 0;
  let own = 0;
  for (const [id, logit] of logits.entries()) {
    if (!isAllowed(id)) continue;
    const weight = Math.exp(logit - largest);
    total += weight;
    if (id < token) before += weight;
    if (id === token) own = weight;
  }
  return { before: before / total, after: (before + own) / total, weight: own };
}
