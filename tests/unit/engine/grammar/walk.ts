import { maxOutputTokens } from "../../../../engine/grammar/compile-grammar.ts";
import type { CompiledGrammar } from "../../../../engine/grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../../../engine/grammar/grammar-matcher.ts";

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function allowedTokens(matcher: GrammarMatcher, words: number): number[] {
  const mask = new Int32Array(words);
  matcher.fillNextTokenBitmask(mask);
  const ids: number[] = [];
  for (let id = 0; id < words * 32; id += 1) {
    if (((mask[id >> 5]! >>> (id & 31)) & 1) === 1) {
      ids.push(id);
    }
  }
  return ids;
}

/**
 * Generates an output by choosing uniformly among the allowed tokens until the stop token. Throws if the mask is empty,
 * if an allowed token is refused, or if it takes more than `maxOutputTokens`. `see` is called before each choice.
 */
export function walk(
  grammar: CompiledGrammar,
  random: () => number,
  see?: (at: GrammarMatcher) => void,
): string {
  const matcher = new GrammarMatcher(grammar);
  const { words, stopToken } = grammar.vocabulary;
  for (let taken = 0; taken < maxOutputTokens(grammar); taken += 1) {
    see?.(matcher);
    const allowed = allowedTokens(matcher, words);
    const id = allowed[Math.floor(random() * allowed.length)];
    if (id === undefined || !matcher.acceptToken(id)) {
      throw new Error(`Stuck after ${JSON.stringify(matcher.text())} (${allowed.length} tokens allowed)`);
    }
    if (id === stopToken) {
      return matcher.text();
    }
  }
  throw new Error(`No end within ${maxOutputTokens(grammar)} tokens`);
}

/** Whether the grammar's language holds the text, read byte by byte with the tokens 0..255. */
export function accepts(grammar: CompiledGrammar, text: string | Uint8Array): boolean {
  const matcher = new GrammarMatcher(grammar);
  for (const byte of Buffer.from(text)) {
    if (!matcher.acceptToken(byte)) {
      return false;
    }
  }
  return matcher.acceptToken(grammar.vocabulary.stopToken);
}
