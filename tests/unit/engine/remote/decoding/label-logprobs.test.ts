import { describe, expect, it } from "vitest";
import { labelLogprobs } from "../../../../../engine/remote/decoding/label-logprobs.ts";
import type { TokenChoice } from "../../../../../engine/remote/wire/token-choice.ts";

const LABEL = { property: "violation", values: [0, 1] };
const choice = (text: string, likeliest: Record<string, number> = { [text]: -0.1 }): TokenChoice => ({
  text,
  likeliest: Object.entries(likeliest).map(([token, logprob]) => ({ text: token, logprob })),
});
const rest = [choice(","), choice(' "rationale"'), choice('": "no"')];

describe("labelLogprobs", () => {
  it("reads both values at the token that chose", () => {
    const choices = [
      choice('{"'),
      choice("violation"),
      choice('":'),
      choice(" "),
      choice("1", { 1: -0.2, 0: -2 }),
      ...rest,
    ];
    expect(labelLogprobs(choices, LABEL)).toEqual({ 0: expect.closeTo(-2, 9), 1: expect.closeTo(-0.2, 9) });
  });

  it("adds up the tokens that begin with a value, and ignores the others", () => {
    const chosen = {
      " 1": Math.log(0.3),
      1: Math.log(0.2),
      " 0": Math.log(0.1),
      0: Math.log(0.1),
      "2": -1,
      " ": -2,
    };
    const read = labelLogprobs([choice('{"violation":'), choice(" 1", chosen)], LABEL)!;
    expect(Math.exp(read["1"]!)).toBeCloseTo(0.5);
    expect(Math.exp(read["0"]!)).toBeCloseTo(0.2);
  });

  it("uses the last position: an analysis may quote an output", () => {
    const quoted = [choice('I would say {"violation":'), choice(" 0", { " 0": -0.01, " 1": -5 })];
    const answer = [choice(' done. {"violation":'), choice(" 1", { " 0": -4, " 1": -0.02 })];
    expect(labelLogprobs([...quoted, ...answer, ...rest], LABEL)).toMatchObject({
      1: expect.closeTo(-0.02, 9),
    });
  });

  it("never adds up to more than one", () => {
    const read = labelLogprobs([choice('{"violation":'), choice("1", { 0: Math.log(0.5), 1: 1e-9 })], LABEL)!;
    expect(Math.exp(read["0"]!) + Math.exp(read["1"]!)).toBeLessThanOrEqual(1 + 1e-12);
    expect(read["1"]).toBeLessThanOrEqual(0);
  });

  it.each<[string, TokenChoice[]]>([
    ["no log-probabilities", []],
    ["one value of two", [choice('{"violation":'), choice("1", { 1: -0.1 })]],
    ["another property", [choice('{"verdict":'), choice("1", { 1: -0.1, 0: -3 })]],
    ["an escaped quotation", [choice('{"rationale": "\\"violation\\":'), choice("1", { 1: -0.1, 0: -3 })]],
    ["numbers that are none", [choice('{"violation":'), choice("1", { 1: Number.NaN, 0: -3 })]],
    ["nothing chosen", [choice('{"violation":'), choice('"x"', { 1: -0.1, 0: -3 })]],
  ])("is null for %s", (_, choices) => {
    expect(labelLogprobs(choices, LABEL)).toBeNull();
  });

  it("is null if no label is requested", () => {
    expect(labelLogprobs([choice('{"violation":'), choice("1", { 1: -0.1, 0: -3 })], undefined)).toBeNull();
  });
});
