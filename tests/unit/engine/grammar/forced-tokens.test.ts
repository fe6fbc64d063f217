import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../../engine/engine.ts";
import { compileGrammar } from "../../../../engine/grammar/compile-grammar.ts";
import type { CompiledGrammar } from "../../../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../../../engine/grammar/grammar-matcher.ts";
import { printJson } from "../../../../engine/grammar/json-style.ts";
import { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";
import { RANDOM_SCHEMA } from "./random-schema.ts";
import { realVocabulary } from "./real-vocabulary.ts";
import { encodeSmall, SMALL_TOKENS, SMALL_VOCABULARY } from "./small-vocabulary.ts";
import { VERDICT_SCHEMA } from "./verdict-schema.ts";
import { randomFrom, walk } from "./walk.ts";

function bytesOf(vocabulary: Vocabulary, ids: readonly number[]): Buffer {
  const { bytes, start, end } = vocabulary.tokens;
  return Buffer.concat(ids.map((id) => bytes.subarray(start[id], end[id])));
}

/** Computes forced tokens before each token of the text's encoding and compares them with the tokens that follow. */
function compareWithEncoding(grammar: CompiledGrammar, text: string): number {
  const ids = [...grammar.vocabulary.encode!(text)];
  const matcher = new GrammarMatcher(grammar);
  let total = 0;
  ids.forEach((id, index) => {
    const forced = matcher.forcedTokens();
    expect(forced).toEqual(ids.slice(index, index + forced.length));
    total += forced.length;
    expect(matcher.acceptToken(id)).toBe(true);
  });
  return total;
}

describe("forcedTokens", () => {
  it("begin every continuation, whatever tokens precede them", () => {
    fc.assert(
      fc.property(RANDOM_SCHEMA, fc.integer(), (schema, seed) => {
        const grammar = compileGrammar(schema, SMALL_VOCABULARY);
        const seen: { readonly before: number; readonly forced: Buffer }[] = [];
        const text = walk(grammar, randomFrom(seed), (matcher) => {
          if (!matcher.text().includes("\uFFFD")) {
            const before = Buffer.byteLength(matcher.text());
            seen.push({ before, forced: bytesOf(SMALL_VOCABULARY, matcher.forcedTokens()) });
          }
        });
        for (const { before, forced } of seen) {
          expect(Buffer.from(text).subarray(before, before + forced.length)).toEqual(forced);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are the tokenizer's own tokens of the answer that follows", () => {
    fc.assert(
      fc.property(RANDOM_SCHEMA, fc.integer(), (schema, seed) => {
        const grammar = compileGrammar(schema, SMALL_VOCABULARY);
        const text = printJson(JSON.parse(walk(grammar, randomFrom(seed))));
        fc.pre(!/\de[-+]\d/u.test(text));
        compareWithEncoding(grammar, text);
      }),
      { numRuns: 150 },
    );
  });

  it("are the tokenizer's own tokens of a verdict in o200k_harmony, and many", () => {
    const grammar = compileGrammar(VERDICT_SCHEMA, realVocabulary());
    for (const violation of [0, 1]) {
      for (const rule_ids of [[], ["SP0.a"]]) {
        const answer = {
          violation,
          policy_category: null,
          rule_ids,
          confidence: "high",
          rationale: "It is so.",
        };
        expect(compareWithEncoding(grammar, printJson(answer))).toBeGreaterThan(20);
      }
    }
  });

  it("omit a token that a longer one might replace", () => {
    const forced = (schema: JsonSchema): number[] =>
      new GrammarMatcher(compileGrammar(schema, SMALL_VOCABULARY)).forcedTokens();
    expect(forced({ const: "abc" })).toEqual(encodeSmall('"abc"'));
    // `": ` and then a quote or a digit: the token `": "` would span both.
    const either = { enum: ["x", 1] };
    const key = encodeSmall('{"violation');
    expect(forced({ type: "object", required: ["violation"], properties: { violation: either } })).toEqual(
      key,
    );
  });

  it("are none if another byte is possible, at the end, and without an encoder", () => {
    const matcher = new GrammarMatcher(compileGrammar({ type: "boolean" }, SMALL_VOCABULARY));
    expect(matcher.forcedTokens()).toEqual([]);
    matcher.acceptToken("t".charCodeAt(0));
    expect(bytesOf(SMALL_VOCABULARY, matcher.forcedTokens()).toString()).toBe("rue");
    matcher.forcedTokens().forEach((id) => matcher.acceptToken(id));
    expect(matcher.forcedTokens()).toEqual([]);
    matcher.acceptToken(SMALL_VOCABULARY.stopToken);
    expect(matcher.forcedTokens()).toEqual([]);
    const plain = new Vocabulary(SMALL_TOKENS, { stopToken: SMALL_VOCABULARY.stopToken });
    expect(new GrammarMatcher(compileGrammar({ const: "abc" }, plain)).forcedTokens()).toEqual([]);
  });

  it("are none inside a character", () => {
    const matcher = new GrammarMatcher(compileGrammar({ enum: ["ê", "ë"] }, SMALL_VOCABULARY));
    expect([0x22, 0xc3].every((byte) => matcher.acceptToken(byte))).toBe(true);
    expect(matcher.forcedTokens()).toEqual([]);
    expect(matcher.acceptToken(0xaa)).toBe(true);
    expect(bytesOf(SMALL_VOCABULARY, matcher.forcedTokens()).toString()).toBe('"');
  });
});
