import { describe, expect, it } from "vitest";
import { OutputTruncatedError } from "../../../../engine/errors.ts";
import { maxOutputTokens } from "../../../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../../../engine/grammar/grammar-matcher.ts";
import { CONTROL_TOKENS, VOCAB_SIZE } from "../../../../engine/harmony/control-tokens.ts";
import { decodeTokens, encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { Decoding, type DecodingOptions } from "../../../../engine/onnx/decoding.ts";
import { GrammarCache } from "../../../../engine/grammar/grammar-cache.ts";
import { LabelReader } from "../../../../engine/onnx/label-reader.ts";
import { greedySampler } from "../../../../engine/onnx/sampler.ts";

const grammar = new GrammarCache().get({
  type: "object",
  additionalProperties: false,
  required: ["violation", "rationale"],
  properties: { violation: { enum: [0, 1] }, rationale: { type: "string", minLength: 1, maxLength: 12 } },
});

function createDecoding(overrides: Partial<DecodingOptions> = {}): Decoding {
  return new Decoding({
    maxReasoningTokens: 4,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens: maxOutputTokens(grammar),
    sampler: greedySampler(),
    label: null,
    ...overrides,
  });
}

/** Logits of a model that likes these tokens, the first best, and no other. */
function liking(...ids: readonly number[]): Float32Array {
  const logits = new Float32Array(VOCAB_SIZE).fill(-20);
  ids.forEach((id, rank) => {
    logits[id] = 10 - rank;
  });
  return logits;
}

const token = (text: string): number => {
  const [id, ...rest] = encodeOrdinary(text);
  expect(rest).toEqual([]);
  return id!;
};

const ANSWER_HEADER = "<|start|>assistant<|channel|>final<|message|>";

describe("Decoding", () => {
  it("opens the analysis itself, so that no header can go wrong", () => {
    expect(decodeTokens(createDecoding().open())).toBe("<|channel|>analysis<|message|>");
  });

  it("goes straight to the answer where no reasoning is allowed", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    expect(decodeTokens(decoding.open())).toBe('<|channel|>final<|message|>{"violation": ');
    expect(decoding.reasoning).toBe("");
  });

  it("forces the answer's header when the analysis reaches its bound", () => {
    const decoding = createDecoding({ maxReasoningTokens: 2 });
    decoding.open();
    expect(decoding.advance(liking(token(" spam")))).toEqual([token(" spam")]);
    const tokens = decoding.advance(liking(token(" ad")));
    expect(decodeTokens(tokens)).toBe(` ad<|end|>${ANSWER_HEADER}{"violation": `);
    expect([decoding.reasoning, decoding.reasoningTokens]).toEqual([" spam ad", 2]);
  });

  it.each(["end", "return", "call", "start", "channel", "message", "endoftext"] as const)(
    "takes <|%s|> for the end of the analysis",
    (name) => {
      const decoding = createDecoding();
      decoding.open();
      decoding.advance(liking(token(" spam")));
      const tokens = decoding.advance(liking(CONTROL_TOKENS[name]));
      expect(decodeTokens(tokens)).toBe(`<|end|>${ANSWER_HEADER}{"violation": `);
      expect(decoding.reasoning).toBe(" spam");
    },
  );

  it("takes an id without a token for the end of the analysis", () => {
    const decoding = createDecoding();
    decoding.open();
    expect(decodeTokens(decoding.advance(liking(VOCAB_SIZE - 1)))).toContain(ANSWER_HEADER);
  });

  it("lets the model choose only where the grammar leaves a choice", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    decoding.open();
    const tokens = decoding.advance(liking(token("maybe"), token("1")));
    expect(decodeTokens(tokens)).toBe('1, "rationale":');
    decoding.advance(liking(token(' "')));
    decoding.advance(liking(token("ads")));
    expect(decoding.done).toBe(false);
    decoding.advance(liking(token('"}')));
    expect(decoding.done).toBe(true);
    expect(decoding.answer).toBe('{"violation": 1, "rationale": "ads"}');
    expect(decoding.completionTokens).toBe(3 + encodeOrdinary('{"violation": 1, "rationale": "ads"}').length);
  });

  it("finishes a string that the model would never end", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    decoding.open();
    for (let steps = 0; steps < 40 && !decoding.done; steps += 1) {
      decoding.advance(liking(token("x"), token("0"), token(' "')));
    }
    expect(decoding.answer).toBe('{"violation": 0, "rationale": "xxxxxxxxxxxx"}');
  });

  it("fails an answer that is longer than it may be: a cut answer is no answer", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0, maxAnswerTokens: 12 });
    decoding.open();
    expect(() => {
      for (let steps = 0; steps < 40 && !decoding.done; steps += 1) {
        decoding.advance(liking(token("x"), token("0"), token(' "')));
      }
    }).toThrow(OutputTruncatedError);
    expect(decoding.done).toBe(false);
  });
});

describe("LabelReader", () => {
  it("reads the values' probabilities over the whole vocabulary where the model chooses", () => {
    const label = new LabelReader({ property: "violation", values: [0, 1] });
    const decoding = createDecoding({ maxReasoningTokens: 1, label });
    decoding.open();
    decoding.advance(liking(token("0")));
    expect(decoding.labelLogprobs).toBeNull();

    const logits = new Float32Array(VOCAB_SIZE).fill(-Infinity);
    logits[token("0")] = Math.log(0.1);
    logits[token("1")] = Math.log(0.3);
    logits[token("maybe")] = Math.log(0.6);
    decoding.advance(logits);
    expect(decoding.labelLogprobs?.["0"]).toBeCloseTo(Math.log(0.1), 5);
    expect(decoding.labelLogprobs?.["1"]).toBeCloseTo(Math.log(0.3), 5);
  });

  it("reads the first choice only", () => {
    const label = new LabelReader({ property: "v", values: [0, 1] });
    const mask = new Int32Array(6284);
    for (const digit of ["0", "1"]) {
      mask[token(digit) >> 5]! |= 1 << (token(digit) & 31);
    }
    label.read('{"v": ', liking(token("1")), mask);
    const first = label.logprobs;
    label.read('{"v": 1, "w": {"v": ', liking(token("0")), mask);
    expect(label.logprobs).toBe(first);
    expect(first!["1"]).toBeGreaterThan(first!["0"]!);
  });

  it("does not take text for the place: quotes inside a string are escaped", () => {
    const label = new LabelReader({ property: "v", values: [0, 1] });
    const all = new Int32Array(6284).fill(-1);
    label.read(String.raw`{"rationale": "he said \"v\": `, liking(token("1")), all);
    label.read('{"v', liking(token("1")), all);
    expect(label.logprobs).toBeNull();
  });

  it("counts a token for the longest value it spells", () => {
    const label = new LabelReader({ property: "v", values: [1, 10, 7] });
    const mask = new Int32Array(6284);
    for (const text of ["1", "10"]) {
      mask[token(text) >> 5]! |= 1 << (token(text) & 31);
    }
    const logits = new Float32Array(VOCAB_SIZE).fill(-Infinity);
    logits[token("1")] = Math.log(0.25);
    logits[token("10")] = Math.log(0.75);
    label.read('{"v": ', logits, mask);
    expect(label.logprobs?.["1"]).toBeCloseTo(Math.log(0.25), 5);
    expect(label.logprobs?.["10"]).toBeCloseTo(Math.log(0.75), 5);
    expect(label.logprobs?.["7"]).toBe(-Infinity);
  });
});
