import type { Automaton } from "./automaton.ts";
import type { ByteTrie } from "./byte-trie.ts";
import type { StateSet, StringState } from "./state.ts";
import { PHASE } from "./string-automaton.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Masks kept for one grammar. Each holds at most one word per 32 tokens: 25 KB, so 13 MB in all for o200k. */
const MAX_CACHED_MASKS = 512;

/** The tokens of `base` and those listed in `more`. */
interface TokenMask {
  /** Null means no token. May be shared with other masks. */
  base: Int32Array | null;
  more: Uint32Array;
}

/** Computes the tokens that are allowed in a state set; the most recent masks are kept. */
export class TokenMasks {
  readonly #automaton: Automaton;
  readonly #vocabulary: Vocabulary;
  /** By clamped state set, least recently used first. */
  readonly #cache = new Map<StateSet, TokenMask>();

  constructor(automaton: Automaton, vocabulary: Vocabulary) {
    this.#automaton = automaton;
    this.#vocabulary = vocabulary;
  }

  /** The bits that `fill` writes, in a shared array that must not be written to. */
  bits(set: StateSet): Int32Array {
    const mask = this.#maskOf(set);
    if (mask.base === null || mask.more.length > 0) {
      const bits = new Int32Array(this.#vocabulary.words);
      this.fill(set, bits);
      mask.base = bits;
      mask.more = new Uint32Array(0);
    }
    return mask.base;
  }

  /** Writes into the first `vocabulary.words` words: bit (id & 31) of word (id >> 5) is 1 if the id is allowed. */
  fill(set: StateSet, mask: Int32Array): void {
    const { base, more } = this.#maskOf(set);
    if (base === null) {
      mask.fill(0, 0, this.#vocabulary.words);
    } else {
      mask.set(base);
    }
    for (const id of more) {
      mask[id >> 5] = mask[id >> 5]! | (1 << (id & 31));
    }
  }

  #maskOf(set: StateSet): TokenMask {
    const key = this.#automaton.clamp(set, this.#vocabulary.maxTokenBytes);
    let mask = this.#cache.get(key);
    if (mask === undefined) {
      mask = this.#compute(key);
      if (this.#cache.size >= MAX_CACHED_MASKS) {
        this.#cache.delete(this.#cache.keys().next().value!);
      }
    } else {
      this.#cache.delete(key);
    }
    this.#cache.set(key, mask);
    return mask;
  }

  #compute(set: StateSet): TokenMask {
    const vocabulary = this.#vocabulary;
    const between = set.states.filter(isBetweenCharacters);
    const others = set.states.filter((state) => !isBetweenCharacters(state));
    const more: number[] = [];
    for (const state of between) {
      this.#addClosingTokens(state, more);
    }
    if (others.length > 0) {
      const narrowed = between.length === 0 ? set : { states: others, complete: false, next: new Map() };
      walkTokens(this.#automaton, narrowed, vocabulary.trie, (token) => {
        more.push(token);
      });
    }
    if (set.complete) {
      more.push(vocabulary.stopToken);
    }
    const base =
      between.length === 0 ? null : vocabulary.contentMask(Math.max(...between.map(({ max }) => max)));
    return compact(base, more, vocabulary.words);
  }

  #addClosingTokens(state: StringState, more: number[]): void {
    const { min, max } = state;
    const { closingTrie, charactersBeforeQuote } = this.#vocabulary;
    walkTokens(this.#automaton, this.#automaton.afterString(state), closingTrie, (token) => {
      const characters = charactersBeforeQuote[token]!;
      if (characters >= min && characters <= max) {
        more.push(token);
      }
    });
  }
}

/**
 * Visits every string of a trie that is allowed in a state set, until a visit returns true.
 * `depth` is the length of the string in bytes. Returns whether a visit returned true.
 */
export function walkTokens(
  automaton: Automaton,
  set: StateSet,
  trie: ByteTrie,
  visit: (token: number, depth: number) => boolean | void,
): boolean {
  const path: StateSet[] = [set];
  let node = 0;
  while (node < trie.nodeCount) {
    const depth = trie.depth[node]!;
    if (depth > 0) {
      const next = automaton.step(path[depth - 1]!, trie.byte[node]!);
      if (next === null) {
        node = trie.skip[node]!;
        continue;
      }
      path[depth] = next;
    }
    for (let k = trie.firstString[node]!; k < trie.firstString[node + 1]!; k += 1) {
      if (visit(trie.strings[k]!, depth) === true) {
        return true;
      }
    }
    node += 1;
  }
  return false;
}

function isBetweenCharacters(state: { readonly kind: string }): state is StringState {
  return state.kind === "string" && (state as StringState).phase === PHASE.clean;
}

/** Converts a long list to bits, so that no mask is larger than its bits. */
function compact(base: Int32Array | null, more: readonly number[], words: number): TokenMask {
  if (more.length <= words) {
    return { base, more: Uint32Array.from(more) };
  }
  const bits = base === null ? new Int32Array(words) : base.slice();
  for (const id of more) {
    bits[id >> 5] = bits[id >> 5]! | (1 << (id & 31));
  }
  return { base: bits, more: new Uint32Array(0) };
}
