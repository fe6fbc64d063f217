import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../../engine/engine.ts";
import { compileGrammar, maxOutputTokens } from "../../../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../../../engine/grammar/grammar-matcher.ts";
import { printJson } from "../../../../engine/grammar/json-style.ts";
import type { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";
import { RANDOM_SCHEMA } from "./random-schema.ts";
import { realVocabulary } from "./real-vocabulary.ts";
import { encodeSmall, SMALL_TOKENS, SMALL_VOCABULARY } from "./small-vocabulary.ts";
import { VERDICT_SCHEMA } from "./verdict-schema.ts";
import { accepts, allowedTokens, randomFrom, walk } from "./walk.ts";

const STOP = SMALL_VOCABULARY.stopToken;

const ajv = new Ajv2020({ strict: false, validateSchema: false });

function validates(schema: JsonSchema, text: string): boolean {
  return ajv.validate(schema, JSON.parse(text));
}

describe("random answers under random schemas", () => {
  it("are valid JSON of the schema, in the fixed style, within maxOutputTokens", () => {
    fc.assert(
      fc.property(RANDOM_SCHEMA, fc.integer(), (schema, seed) => {
        const text = walk(compileGrammar(schema, SMALL_VOCABULARY), randomFrom(seed));
        expect(text).not.toContain("\uFFFD");
        expect(validates(schema, text), text).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("can be re-encoded by the tokenizer", () => {
    fc.assert(
      fc.property(RANDOM_SCHEMA, fc.integer(), (schema, seed) => {
        const grammar = compileGrammar(schema, SMALL_VOCABULARY);
        const text = printJson(JSON.parse(walk(grammar, randomFrom(seed))));
        fc.pre(!/\de[-+]\d/u.test(text));
        const matcher = new GrammarMatcher(grammar);
        for (const id of encodeSmall(text)) {
          expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).toContain(id);
          expect(matcher.acceptToken(id)).toBe(true);
        }
        expect(matcher.text()).toBe(text);
        expect(matcher.acceptToken(STOP)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe("GrammarMatcher", () => {
  const grammar = compileGrammar(VERDICT_SCHEMA, SMALL_VOCABULARY);
  const answer = {
    violation: 1,
    policy_category: "SP2",
    rule_ids: ["SP2.a"],
    confidence: "low",
    rationale: "x",
  };

  it("allows the stop token exactly when the value is complete", () => {
    const matcher = new GrammarMatcher(grammar);
    for (const id of encodeSmall(printJson(answer))) {
      expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).not.toContain(STOP);
      expect(matcher.acceptToken(STOP)).toBe(false);
      expect(matcher.isTerminated()).toBe(false);
      expect(matcher.acceptToken(id)).toBe(true);
    }
    expect(matcher.isTerminated()).toBe(true);
    expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).toEqual([STOP]);
    expect(matcher.acceptToken(STOP)).toBe(true);
    expect(matcher.isTerminated()).toBe(true);
    expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).toEqual([]);
    expect(matcher.acceptToken(STOP)).toBe(false);
    expect(matcher.text()).toBe(printJson(answer));
  });

  it("is not terminated while a number may continue, and may stop there", () => {
    const matcher = new GrammarMatcher(compileGrammar({ type: "integer" }, SMALL_VOCABULARY));
    expect(matcher.acceptToken("7".charCodeAt(0))).toBe(true);
    expect(matcher.isTerminated()).toBe(false);
    expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).toContain(STOP);
    expect(matcher.acceptToken(STOP)).toBe(true);
    expect(matcher.isTerminated()).toBe(true);
  });

  it("refuses a token without changing anything", () => {
    const matcher = new GrammarMatcher(grammar);
    const before = allowedTokens(matcher, SMALL_VOCABULARY.words);
    const halfRight = SMALL_TOKENS.findIndex(
      (token) => token !== null && Buffer.from(token).toString() === "{}",
    );
    const withoutBytes = [STOP - 1, STOP - 2];
    for (const id of [halfRight, ...withoutBytes, -1, 1.5, NaN, Infinity, SMALL_VOCABULARY.size, 2 ** 40]) {
      expect(matcher.acceptToken(id)).toBe(false);
    }
    expect(matcher.text()).toBe("");
    expect(allowedTokens(matcher, SMALL_VOCABULARY.words)).toEqual(before);
  });

  it("writes every word of the vocabulary and none after it", () => {
    const mask = new Int32Array(SMALL_VOCABULARY.words + 1).fill(-1);
    new GrammarMatcher(grammar).fillNextTokenBitmask(mask);
    expect(mask.at(-1)).toBe(-1);
    expect(mask.subarray(0, -1).some((word) => word === -1)).toBe(false);
    expect(() => new GrammarMatcher(grammar).fillNextTokenBitmask(new Int32Array(1))).toThrow(RangeError);
  });

  it("separates matchers of one grammar", () => {
    const [one, other] = [new GrammarMatcher(grammar), new GrammarMatcher(grammar)];
    encodeSmall('{"violation": 1').forEach((id) => one.acceptToken(id));
    encodeSmall('{"violation": 0').forEach((id) => other.acceptToken(id));
    encodeSmall(', "policy_category": ').forEach((id) =>
      [one, other].forEach((each) => each.acceptToken(id)),
    );
    expect(allowedTokens(one, SMALL_VOCABULARY.words)).toContain('"'.charCodeAt(0));
    expect(allowedTokens(other, SMALL_VOCABULARY.words)).not.toContain('"'.charCodeAt(0));
  });

  it("ends every output within maxOutputTokens, even with one byte per token, and reaches this bound", () => {
    const schema = { type: "array", items: { type: "string", maxLength: 2 }, minItems: 2, maxItems: 2 };
    const longest = String.raw`["\u0000\u0000", "\u0000\u0000"]`;
    const bounded = compileGrammar(schema, SMALL_VOCABULARY);
    expect(accepts(bounded, longest)).toBe(true);
    expect(maxOutputTokens(bounded)).toBe(longest.length + 1);
  });

  it("stays correct when a grammar has more states than it keeps", () => {
    const schema = { type: "array", items: { type: "string", maxLength: 400 }, minItems: 32, maxItems: 32 };
    const long = compileGrammar(schema, SMALL_VOCABULARY);
    const text = printJson(Array.from({ length: 32 }, (_, k) => String(k % 10).repeat(400)));
    const tables = long.tables();
    for (let round = 0; round < 2; round += 1) {
      expect(accepts(long, text)).toBe(true);
      expect(accepts(long, text.replace("0", "00"))).toBe(false);
    }
    expect(long.tables() === tables).toBe(false);
  });
});

describe("with o200k_harmony", () => {
  let vocabulary: Vocabulary;
  beforeAll(() => {
    vocabulary = realVocabulary();
  });

  it("accepts verdicts token by token in the tokenizer's spelling", () => {
    const grammar = compileGrammar(VERDICT_SCHEMA, vocabulary);
    const rationales = [
      "x",
      '“Buy now”: 漢字 😀\n\t\\ "quoted" \u0001 / é',
      "a".repeat(600),
      "😀".repeat(600),
    ];
    for (const rationale of rationales) {
      const answer = {
        violation: 1,
        policy_category: "SP0",
        rule_ids: ["SP2.a", "SP0.a"],
        confidence: "high",
      };
      const text = printJson({ ...answer, rationale });
      const matcher = new GrammarMatcher(grammar);
      const mask = new Int32Array(vocabulary.words);
      for (const id of vocabulary.encode!(text)) {
        matcher.fillNextTokenBitmask(mask);
        expect((mask[id >> 5]! >>> (id & 31)) & 1).toBe(1);
        expect(matcher.acceptToken(id)).toBe(true);
      }
      expect(matcher.text()).toBe(text);
      expect(matcher.isTerminated()).toBe(true);
    }
  });

  it("refuses one character too many, however the tokens are split", () => {
    const grammar = compileGrammar({ type: "string", maxLength: 600 }, vocabulary);
    for (const character of ["a", "é", "😀", " "]) {
      const fits = new GrammarMatcher(grammar);
      expect(vocabulary.encode!(`"${character.repeat(600)}"`).every((id) => fits.acceptToken(id))).toBe(true);
      const exceeds = new GrammarMatcher(grammar);
      expect(vocabulary.encode!(`"${character.repeat(601)}"`).every((id) => exceeds.acceptToken(id))).toBe(
        false,
      );
    }
  });

  it("never allows a control token except the stop token", () => {
    const grammar = compileGrammar(VERDICT_SCHEMA, vocabulary);
    for (let seed = 0; seed < 1; seed += 1) {
      const text = walk(grammar, randomFrom(seed), (matcher) => {
        const controls = allowedTokens(matcher, vocabulary.words).filter((id) => id >= 199_998);
        expect(controls).toEqual(matcher.isTerminated() ? [vocabulary.stopToken] : []);
      });
      expect(validates(VERDICT_SCHEMA, text), text).toBe(true);
    }
  });
});
