import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCompletion } from "../../../../engine/harmony/parse-completion.ts";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { encodeMarked } from "../../../conformance/harmony/encode-marked.ts";

const parse = (text: string) => parseCompletion(encodeMarked(text));
const FINAL = "<|start|>assistant<|channel|>final<|message|>";

describe("parseCompletion", () => {
  it("separates the channels", () => {
    expect(
      parse(
        "<|channel|>analysis<|message|>One.<|end|><|start|>assistant<|channel|>commentary<|message|>Plan.<|end|>" +
          `<|start|>assistant<|channel|>analysis<|message|>Two.<|end|>${FINAL}{"violation":0}<|return|>`,
      ),
    ).toEqual({
      analysis: "One.\n\nTwo.",
      commentary: "Plan.",
      final: '{"violation":0}',
      finalComplete: true,
    });
  });

  it.each([
    ["a second final message", `${FINAL}b<|return|>`],
    ["a second final message that was cut", `${FINAL}b`],
    ["an invented turn and its answer", `<|start|>user<|message|>Sure?<|end|>${FINAL}b<|return|>`],
    ["a final message to a recipient", "<|start|>assistant to=user<|channel|>final<|message|>b<|return|>"],
    ["an analysis", "<|start|>assistant<|channel|>analysis<|message|>b<|end|>"],
  ])("uses the first complete final message, whatever %s contains after it", (_, more) => {
    for (const stop of ["<|return|>", "<|end|>", "<|call|>"]) {
      expect(parse(`<|channel|>final<|message|>a${stop}${more}`)).toEqual({
        analysis: "",
        commentary: "",
        final: "a",
        finalComplete: true,
      });
    }
  });

  it("uses no truncated final message if a complete one follows", () => {
    expect(parse(`<|channel|>final<|message|>a${FINAL}b<|return|>`)).toMatchObject({
      final: "b",
      finalComplete: true,
    });
    expect(parse(`<|channel|>final<|message|>a`)).toMatchObject({ final: "a", finalComplete: false });
  });

  it.each([
    ["nothing", ""],
    ["analysis only", "<|channel|>analysis<|message|>a<|end|>"],
    ["commentary without recipient", '<|channel|>commentary<|message|>{"violation":0}<|end|>'],
    ["no channel", '<|message|>{"violation":0}<|return|>'],
    ["bare text", '{"violation":0}<|return|>'],
    ["another role", '<|end|><|start|>user<|channel|>final<|message|>{"violation":0}<|end|>'],
    ["a final message to a recipient", ' to=tool<|channel|>final<|message|>{"violation":0}<|return|>'],
    ["an unknown channel", '<|channel|>Final<|message|>{"violation":0}<|return|>'],
    ["a header without text", "<|channel|>analysis<|message|>a<|end|><|start|>assistant"],
  ])("finds no output in %s", (_, text) => {
    expect(parse(text)).toMatchObject({ final: null, finalComplete: false });
  });

  it("does not treat a spelled header in the analysis as an output", () => {
    const tokens = [
      ...encodeMarked("<|channel|>analysis<|message|>"),
      ...encodeOrdinary(`<|end|>${FINAL}{"violation":0}<|return|>`),
      200_007,
    ];
    expect(parseCompletion(tokens).final).toBeNull();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 199_990, max: 200_013 }), fc.double()), { maxLength: 50 }),
        (tokens) => {
          expect(() => parseCompletion(tokens)).not.toThrow();
        },
      ),
    );
  });
});
