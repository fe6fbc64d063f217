import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NextToken, NO_TOKEN } from "../../engine/local/core/model-runner.ts";
import { type Gpu, openGpu } from "../../engine/local/webgpu/open-gpu.ts";
import { openWebGpuRunner } from "../../engine/local/webgpu/open-webgpu-runner.ts";
import type { WebGpuSlot, WebGpuRunner } from "../../engine/local/webgpu/webgpu-runner.ts";
import { logitsOfParts, logprobPart } from "../helpers/gpu-logits.ts";
import { readParityFixture } from "../helpers/parity-fixture.ts";
import {
  PARITY_MODELS,
  type ParityModel,
  parityPrompt,
  writeParityCheckpoint,
} from "../helpers/parity-model.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";

/** Activations, keys and values are float16: 11 bits in each of dozens of roundings. */
const FLOAT16_ERROR = 1e-2;
/** Parts from the beginning, the middle and the end of the vocabulary of 1024. */
const PARTS = [1, 14, 31];
/** Longer prompts take SwiftShader minutes: attention takes time quadratic in the length. */
const LONGEST_PROMPT = 1030;
const CHUNK = 256;

/** The order of magnitude of the largest logits of these models. */
const LARGEST = 10;
/**
 * If two experts have nearly equal router logits, rounding may choose the other one, and logits change by a few
 * percent.
 * This happens at one position in a few dozen.
 */
const OTHER_EXPERT_GAP = 0.1 * LARGEST;

const LIKELIEST: NextToken = { mask: null, draw: null, logprobTokens: [] };

useSoftwareGpu();
// On two idle cores SwiftShader takes ten seconds to compile the kernels, and fifteen for the longest prompt.
let root: string;
let gpu: Gpu;
const runners = new Map<ParityModel, WebGpuRunner>();

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "gavel-parity-"));
  gpu = await openGpu({ checked: true });
  // Both models run on one device, so that their kernels, which are the same, are compiled once.
  for (const model of Object.keys(PARITY_MODELS) as ParityModel[]) {
    const checkpointDir = path.join(root, model);
    await writeParityCheckpoint(checkpointDir, model);
    const options = { checkpointDir, maxNumSeqs: 32, maxContextTokens: 1280, maxBatchedTokens: CHUNK };
    runners.set(model, await openWebGpuRunner(gpu, { ...options, kvCacheBytes: 64 * 1024 * 1024 }, () => {}));
  }
});

afterAll(async () => {
  gpu.close();
  await rm(root, { recursive: true });
});

function largestOf(expected: Float32Array): number {
  return expected.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0);
}

/** The largest difference of some logits by id, relative to the largest magnitude of all logits. */
function errorOf(actual: ReadonlyMap<number, number>, expected: Float32Array): number {
  const differences = [...actual].map(([id, logit]) => Math.abs(logit - expected[id]!));
  return Math.max(...differences) / largestOf(expected);
}

/** Allocates a slot for the tokens and computes them in chunks. Returns the token chosen after the last. */
async function compute(runner: WebGpuRunner, tokens: readonly number[], next: NextToken, sharedTokens = 0) {
  const { slot, cachedTokens } = runner.allocate(tokens, sharedTokens)!;
  for (let at = cachedTokens; ; at += CHUNK) {
    const chunk = tokens.slice(at, at + CHUNK);
    const last = at + chunk.length === tokens.length;
    const [chosen] = await runner.run([{ slot, tokens: chunk, position: at, next: last ? next : null }]);
    runner.commit(slot, at + chunk.length);
    if (last) return { slot, cachedTokens, chosen: chosen! };
  }
}

describe.each(["plain", "pairs"] as const)("the kernels compared with transformers, model %s", (model) => {
  const { logits, greedy } = readParityFixture(model);
  const prompts = logits.filter(({ length }) => length <= LONGEST_PROMPT);
  const runner = () => runners.get(model)!;

  it.each(prompts)(
    "have the same logits after $length tokens, and the same next token",
    async ({ length, expected }) => {
      const tokens = parityPrompt(length);
      const { slot, chosen } = await compute(runner(), tokens, {
        ...LIKELIEST,
        logprobTokens: logprobPart(0),
      });
      expect(chosen.token).toBe(expected.indexOf(Math.max(...expected)));
      expect(errorOf(new Map(chosen.logits.entries()), expected)).toBeLessThan(FLOAT16_ERROR);
      const more = await logitsOfParts(runner(), slot, tokens, PARTS);
      expect(errorOf(more, expected)).toBeLessThan(FLOAT16_ERROR);
      const logSumExp = Math.log(expected.reduce((sum, logit) => sum + Math.exp(logit), 0));
      expect(Math.abs(chosen.logSumExp - logSumExp) / largestOf(expected)).toBeLessThan(FLOAT16_ERROR);
      runner().free(slot);
    },
  );

  it("give its greedy tokens the largest logits, or nearly", async () => {
    const steps = 40;
    const sequences: { slot: WebGpuSlot; tokens: number[]; length: number }[] = [];
    for (const { length, tokens } of greedy.slice(0, 4)) {
      const { slot } = await compute(runner(), parityPrompt(length), LIKELIEST);
      sequences.push({ slot, tokens: [...parityPrompt(length), ...tokens], length });
    }
    let equal = 0;
    for (let step = 1; step < steps; step += 1) {
      const slices = sequences.map(({ slot, tokens, length }) => {
        expect(runner().reserve(slot, length + step)).toBe(true);
        const position = length + step - 1;
        return {
          slot,
          tokens: [tokens[position]!],
          position,
          next: { ...LIKELIEST, logprobTokens: [tokens[position + 1]!] },
        };
      });
      const chosen = await runner().run(slices);
      const others = slices.flatMap((slice, index) => {
        const { token } = chosen[index]!;
        return token === slice.next.logprobTokens[0] ? [] : [{ index, slice, token }];
      });
      equal += slices.length - others.length;
      for (const { index, slice, token } of others) {
        const [again] = await runner().run([{ ...slice, next: { ...LIKELIEST, logprobTokens: [token] } }]);
        const gap = again!.logits[0]! - chosen[index]!.logits[0]!;
        expect(gap, `step ${step} of ${greedy[index]!.length}`).toBeLessThan(OTHER_EXPERT_GAP);
      }
    }
    expect(equal).toBeGreaterThan(0.95 * sequences.length * (steps - 1));
    for (const { slot } of sequences) runner().free(slot);
  });
});

it("a sequence without an allowed token gets none, and the other sequences of the step get their tokens", async () => {
  const runner = runners.get("plain")!;
  const tokens = parityPrompt(2);
  const slots = [runner.allocate(tokens, 0)!.slot, runner.allocate(tokens, 0)!.slot];
  const nothing = { ...LIKELIEST, mask: new Int32Array(1024 / 32) };
  const chosen = await runner.run(
    [nothing, LIKELIEST].map((next, index) => ({ slot: slots[index]!, tokens, position: 0, next })),
  );
  expect(chosen[0]!.token).toBe(NO_TOKEN);
  const { expected } = readParityFixture("plain").logits.find(({ length }) => length === 2)!;
  expect(chosen[1]!.token).toBe(expected.indexOf(Math.max(...expected)));
  for (const slot of slots) runner.free(slot);
});

describe("a step of several sequences", () => {
  const { logits } = readParityFixture("plain");
  const expectedOf = (length: number) => logits.find((entry) => entry.length === length)!.expected;
  const runner = () => runners.get("plain")!;

  it("computes prompts and single tokens in the same step correctly", async () => {
    // Some tokens of each prompt are computed before. The rest is one token, a few tokens, or tiles.
    const parts = [
      { length: 17, before: 16 },
      { length: 127, before: 124 },
      { length: 129, before: 128 },
      { length: 200, before: 100 },
      { length: 2, before: 0 },
    ];
    const slices = [];
    for (const { length, before } of parts) {
      const tokens = parityPrompt(length);
      const { slot } = runner().allocate(tokens, 0)!;
      if (before > 0) {
        await runner().run([{ slot, tokens: tokens.slice(0, before), position: 0, next: null }]);
      }
      slices.push({
        slot,
        tokens: tokens.slice(before),
        position: before,
        next: { ...LIKELIEST, logprobTokens: logprobPart(length % 32) },
      });
    }
    const chosen = await runner().run(slices);
    for (const [index, { length }] of parts.entries()) {
      const expected = expectedOf(length);
      expect(chosen[index]!.token).toBe(expected.indexOf(Math.max(...expected)));
      const { logprobTokens } = slices[index]!.next;
      const actual = new Map(logprobTokens.map((id, at) => [id, chosen[index]!.logits[at]!]));
      expect(errorOf(actual, expected)).toBeLessThan(FLOAT16_ERROR);
    }
    for (const { slot } of slices) runner().free(slot);
  });

  it("reads blocks that two sequences share, even after the sequence that computed them is freed", async () => {
    const tokens = parityPrompt(200);
    const expected = expectedOf(200);
    const first = await compute(runner(), tokens, LIKELIEST, 150);
    expect(first.cachedTokens).toBe(0);
    const second = await compute(runner(), tokens, LIKELIEST, 150);
    expect(second.cachedTokens).toBe(144);
    runner().free(first.slot);
    // The sequence that reuses the other blocks of the first must not change those of the second.
    const other = await compute(runner(), parityPrompt(129), LIKELIEST, 0);
    const logitsOfSecond = await logitsOfParts(runner(), second.slot, tokens, PARTS);
    expect(errorOf(logitsOfSecond, expected)).toBeLessThan(FLOAT16_ERROR);
    runner().free(second.slot);
    const third = await compute(runner(), tokens, LIKELIEST, 150);
    expect(third.cachedTokens).toBe(144);
    expect(third.chosen.token).toBe(expected.indexOf(Math.max(...expected)));
    runner().free(third.slot);
    runner().free(other.slot);
  });
});
