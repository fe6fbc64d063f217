import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Automaton } from "../../../../engine/grammar/automaton.ts";
import { buildGrammarNode } from "../../../../engine/grammar/build-grammar-node.ts";
import { compileGrammar } from "../../../../engine/grammar/compile-grammar.ts";
import type { JsonSchema } from "../../../../engine/engine.ts";
import type { StateSet } from "../../../../engine/grammar/state.ts";
import { TokenMasks } from "../../../../engine/grammar/token-masks.ts";
import type { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";
import { RANDOM_SCHEMA } from "./random-schema.ts";
import { realVocabulary } from "./real-vocabulary.ts";
import { SMALL_VOCABULARY } from "./small-vocabulary.ts";
import { VERDICT_SCHEMA } from "./verdict-schema.ts";
import { randomFrom } from "./walk.ts";

/** Reads the token byte by byte from the set itself: no trie, no classes, no clamping, no cache. */
function simulate(automaton: Automaton, set: StateSet, vocabulary: Vocabulary, id: number): boolean {
  const { bytes, start, end } = vocabulary.tokens;
  if (id === vocabulary.stopToken) {
    return set.complete;
  }
  let current: StateSet | null = start[id] === end[id] ? null : set;
  for (let at = start[id]!; at < end[id]! && current !== null; at += 1) {
    current = automaton.step(current, bytes[at]!);
  }
  return current !== null;
}

/** Follows random bytes and compares the whole mask with the simulation at each state. */
function compareMasks(
  schema: JsonSchema,
  vocabulary: Vocabulary,
  seed: number,
  bytesToRead: number,
  ids: number[],
) {
  const random = randomFrom(seed);
  const automaton = new Automaton(buildGrammarNode(schema));
  const masks = new TokenMasks(automaton, vocabulary);
  const mask = new Int32Array(vocabulary.words);
  let set = automaton.start;
  for (let read = 0; read < bytesToRead; read += 1) {
    masks.fill(set, mask);
    const wrong = ids.filter(
      (id) => (((mask[id >> 5]! >>> (id & 31)) & 1) === 1) !== simulate(automaton, set, vocabulary, id),
    );
    expect(wrong).toEqual([]);
    const nexts = Array.from({ length: 256 }, (_, byte) => automaton.step(set, byte)).filter(
      (next) => next !== null,
    );
    if (nexts.length === 0) {
      return;
    }
    set = nexts[Math.floor(random() * nexts.length)]!;
  }
}

describe("TokenMasks", () => {
  const everyId = Array.from({ length: SMALL_VOCABULARY.size }, (_, id) => id);

  it("agrees with a simulation of every token in random states of random schemas", () => {
    fc.assert(
      fc.property(RANDOM_SCHEMA, fc.integer(), (schema, seed) => {
        compareMasks(schema, SMALL_VOCABULARY, seed, 60, everyId);
      }),
      { numRuns: 150 },
    );
  });

  it("agrees with it if the rest of a string is shorter than a token", () => {
    const short = { anyOf: [20, 16, 3].map((maxLength) => ({ type: "string", minLength: 2, maxLength })) };
    for (let seed = 0; seed < 10; seed += 1) {
      compareMasks({ type: "array", items: short, maxItems: 2 }, SMALL_VOCABULARY, seed, 200, everyId);
    }
  });

  it("agrees with it for o200k_harmony, for a sample of the tokens", () => {
    const vocabulary = realVocabulary();
    const random = randomFrom(1);
    const sample = Array.from({ length: 1500 }, () => Math.floor(random() * vocabulary.size));
    const { strings } = vocabulary.closingTrie;
    const ids = [...sample, ...strings.filter((_, k) => k % 5 === 0), vocabulary.stopToken];
    for (let seed = 0; seed < 2; seed += 1) {
      compareMasks(VERDICT_SCHEMA, vocabulary, seed, 250, ids);
    }
  });

  it("stays exact beyond the number of masks it keeps", () => {
    const grammar = compileGrammar(
      { enum: Array.from({ length: 700 }, (_, k) => `${k}.`) },
      SMALL_VOCABULARY,
    );
    const { automaton, masks } = grammar.tables();
    const mask = new Int32Array(SMALL_VOCABULARY.words);
    for (let round = 0; round < 2; round += 1) {
      for (let k = 0; k < 700; k += 1) {
        const set = [...Buffer.from(`"${k}`)].reduce(
          (from, byte) => automaton.step(from, byte)!,
          automaton.start,
        );
        masks.fill(set, mask);
        const dot = ".".charCodeAt(0);
        expect((mask[dot >> 5]! >>> (dot & 31)) & 1).toBe(1);
      }
    }
  });
});
