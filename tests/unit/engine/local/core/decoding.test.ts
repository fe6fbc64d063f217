import { describe, expect, it } from "vitest";
import { OutputTruncatedError } from "../../../../../engine/errors.ts";
import { maxOutputTokens } from "../../../../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../../../../engine/grammar/grammar-matcher.ts";
import { CONTROL_TOKENS, VOCAB_SIZE } from "../../../../../engine/harmony/control-tokens.ts";
import { decodeTokens, encodeOrdinary } from "../../../../../engine/harmony/tokenizer.ts";
import { Decoding, type DecodingOptions } from "../../../../../engine/local/core/decoding.ts";
import { GrammarCache } from "../../../../../engine/grammar/grammar-cache.ts";
import { HARMONY } from "../../../../../engine/harmony/encoding.ts";
import { LabelReader } from "../../../../../engine/local/core/label-reader.ts";
import { chooseToken } from "../../../../../engine/local/onnx/choose-token.ts";

const grammar = new GrammarCache().get({
  type: "object",
  additionalProperties: false,
  required: ["violation", "rationale"],
  properties: { violation: { enum: [0, 1] }, rationale: { type: "string", minLength: 1, maxLength: 12 } },
});

function createDecoding(overrides: Partial<DecodingOptions> = {}): Decoding {
  return new Decoding({
    encoding: HARMONY,
    maxReasoningTokens: 4,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens: maxOutputTokens(grammar),
    draws: null,
    label: null,
    ...overrides,
  });
}

/** One step of a model with these logits. */
function advance(decoding: Decoding, logits: Float32Array): number[] {
  const next = decoding.next();
  return decoding.advance(next, chooseToken(logits, next));
}

/** Reads the label, if it is chosen at this position, from these logits. */
function readLabel(label: LabelReader, textBefore: string, logits: Float32Array, mask: Int32Array): void {
  const tokens = label.tokensToRead(textBefore, mask);
  label.read(tokens, chooseToken(logits, { mask: null, draw: null, logprobTokens: tokens }));
}

/** Logits of a model that prefers these tokens, in this order, over all others. */
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
  it("starts the analysis itself, so that no header can be malformed", () => {
    expect(decodeTokens(createDecoding().start())).toBe("<|channel|>analysis<|message|>");
  });

  it("starts with the answer if no reasoning is allowed", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    expect(decodeTokens(decoding.start())).toBe('<|channel|>final<|message|>{"violation": ');
    expect(decoding.reasoning).toBe("");
  });

  it("forces the answer's header when the analysis reaches its limit", () => {
    const decoding = createDecoding({ maxReasoningTokens: 2 });
    decoding.start();
    expect(advance(decoding, liking(token(" spam")))).toEqual([token(" spam")]);
    const tokens = advance(decoding, liking(token(" ad")));
    expect(decodeTokens(tokens)).toBe(` ad<|end|>${ANSWER_HEADER}{"violation": `);
    expect([decoding.reasoning, decoding.reasoningTokens]).toEqual([" spam ad", 2]);
  });

  it.each(["end", "return", "call", "start", "channel", "message", "endoftext"] as const)(
    "treats <|%s|> as the end of the analysis",
    (name) => {
      const decoding = createDecoding();
      decoding.start();
      advance(decoding, liking(token(" spam")));
      const tokens = advance(decoding, liking(CONTROL_TOKENS[name]));
      expect(decodeTokens(tokens)).toBe(`<|end|>${ANSWER_HEADER}{"violation": `);
      expect(decoding.reasoning).toBe(" spam");
    },
  );

  it("treats an id without a token as the end of the analysis", () => {
    const decoding = createDecoding();
    decoding.start();
    expect(decodeTokens(advance(decoding, liking(VOCAB_SIZE - 1)))).toContain(ANSWER_HEADER);
  });

  it("lets the model choose only if the grammar allows more than one token", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    decoding.start();
    const tokens = advance(decoding, liking(token("maybe"), token("1")));
    expect(decodeTokens(tokens)).toBe('1, "rationale":');
    advance(decoding, liking(token(' "')));
    advance(decoding, liking(token("ads")));
    expect(decoding.done).toBe(false);
    advance(decoding, liking(token('"}')));
    expect(decoding.done).toBe(true);
    expect(decoding.answer).toBe('{"violation": 1, "rationale": "ads"}');
    expect(decoding.completionTokens).toBe(3 + encodeOrdinary('{"violation": 1, "rationale": "ads"}').length);
  });

  it("ends a string that the model would never end", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0 });
    decoding.start();
    for (let steps = 0; steps < 40 && !decoding.done; steps += 1) {
      advance(decoding, liking(token("x"), token("0"), token(' "')));
    }
    expect(decoding.answer).toBe('{"violation": 0, "rationale": "xxxxxxxxxxxx"}');
  });

  it("fails an answer that exceeds its limit: a truncated answer is an error", () => {
    const decoding = createDecoding({ maxReasoningTokens: 0, maxAnswerTokens: 12 });
    decoding.start();
    expect(() => {
      for (let steps = 0; steps < 40 && !decoding.done; steps += 1) {
        advance(decoding, liking(token("x"), token("0"), token(' "')));
      }
    }).toThrow(OutputTruncatedError);
    expect(decoding.done).toBe(false);
  });
});

describe("LabelReader", () => {
  it("reads the values' probabilities over the whole vocabulary when the model chooses", () => {
    const label = new LabelReader({ property: "violation", values: [0, 1] }, HARMONY);
    const decoding = createDecoding({ maxReasoningTokens: 1, label });
    decoding.start();
    advance(decoding, liking(token("0")));
    expect(decoding.labelLogprobs).toBeNull();

    const logits = new Float32Array(VOCAB_SIZE).fill(-Infinity);
    logits[token("0")] = Math.log(0.1);
    logits[token("1")] = Math.log(0.3);
    logits[token("maybe")] = Math.log(0.6);
    advance(decoding, logits);
    expect(decoding.labelLogprobs?.["0"]).toBeCloseTo(Math.log(0.1), 5);
    expect(decoding.labelLogprobs?.["1"]).toBeCloseTo(Math.log(0.3), 5);
  });

  it("reads the first choice only", () => {
    const label = new LabelReader({ property: "v", values: [0, 1] }, HARMONY);
    const mask = new Int32Array(6284);
    for (const digit of ["0", "1"]) {
      mask[token(digit) >> 5]! |= 1 << (token(digit) & 31);
    }
    readLabel(label, '{"v": ', liking(token("1")), mask);
    const first = label.logprobs;
    readLabel(label, '{"v": 1, "w": {"v": ', liking(token("0")), mask);
    expect(label.logprobs).toBe(first);
    expect(first!["1"]).toBeGreaterThan(first!["0"]!);
  });

  it("is not misled by text: quotes inside a string are escaped", () => {
    const label = new LabelReader({ property: "v", values: [0, 1] }, HARMONY);
    const all = new Int32Array(6284).fill(-1);
    readLabel(label, String.raw`{"rationale": "he said \"v\": `, liking(token("1")), all);
    readLabel(label, '{"v', liking(token("1")), all);
    expect(label.logprobs).toBeNull();
  });

  it("counts a token for the longest value that it spells", () => {
    const label = new LabelReader({ property: "v", values: [1, 10, 7] }, HARMONY);
    const mask = new Int32Array(6284);
    for (const text of ["1", "10"]) {
      mask[token(text) >> 5]! |= 1 << (token(text) & 31);
    }
    const logits = new Float32Array(VOCAB_SIZE).fill(-Infinity);
    logits[token("1")] = Math.log(0.25);
    logits[token("10")] = Math.log(0.75);
    readLabel(label, '{"v": ', logits, mask);
    expect(label.logprobs?.["1"]).toBeCloseTo(Math.log(0.25), 5);
    expect(label.logprobs?.["10"]).toBeCloseTo(Math.log(0.75), 5);
    expect(label.logprobs?.["7"]).toBe(-Infinity);
  });
});
