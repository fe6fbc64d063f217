import { describe, expect, it } from "vitest";
import { encodeOrdinary } from "../../../../../engine/harmony/tokenizer.ts";
import { chooseToken } from "../../../../../engine/local/onnx/choose-token.ts";
import { HARMONY } from "../../../../../engine/harmony/encoding.ts";
import { LabelReader } from "../../../../../engine/local/core/label-reader.ts";

const VOCAB = 201_088;
const [ZERO, ONE] = [encodeOrdinary("0")[0] ?? 0, encodeOrdinary("1")[0] ?? 0];

/** Logits of only the two labels, at these log-probabilities, and a mask that allows both. */
function choice(zero: number, one: number): [Float32Array, Int32Array] {
  const logits = new Float32Array(VOCAB).fill(Number.NEGATIVE_INFINITY);
  logits[ZERO] = zero;
  logits[ONE] = one;
  const mask = new Int32Array(Math.ceil(VOCAB / 32));
  for (const id of [ZERO, ONE]) mask[id >> 5] = (mask[id >> 5] ?? 0) | (1 << (id & 31));
  return [logits, mask];
}

describe("LabelReader", () => {
  const read = (...texts: readonly [string, number, number][]): LabelReader["logprobs"] => {
    const reader = new LabelReader({ property: "violation", values: [0, 1] }, HARMONY);
    for (const [text, zero, one] of texts) {
      const [logits, mask] = choice(Math.log(zero), Math.log(one));
      const tokens = reader.tokensToRead(text, mask);
      reader.read(tokens, chooseToken(logits, { mask, draw: null, logprobTokens: tokens }));
    }
    return reader.logprobs;
  };

  it("reads the top-level property when it is chosen", () => {
    const logprobs = read(['{"violation": ', 0.25, 0.75]);
    expect(logprobs?.["0"]).toBeCloseTo(Math.log(0.25));
    expect(logprobs?.["1"]).toBeCloseTo(Math.log(0.75));
  });

  it("ignores a nested property of the same name", () => {
    const logprobs = read(
      ['{"minor": {"violation": ', 0.9, 0.1],
      ['{"minor": {"violation": 0}, "list": [{"violation": ', 0.8, 0.2],
      ['{"minor": {"violation": 0}, "list": [], "violation": ', 0.25, 0.75],
    );
    expect(logprobs?.["1"]).toBeCloseTo(Math.log(0.75));
  });

  it("is not misled by braces and quotes inside strings", () => {
    const logprobs = read(['{"note": "}{[\\" \\\\", "violation": ', 0.25, 0.75]);
    expect(logprobs?.["1"]).toBeCloseTo(Math.log(0.75));
  });

  it("reads nothing when another property is chosen", () => {
    expect(read(['{"violation": 1, "severity": ', 0.5, 0.5])).toBeNull();
  });
});
