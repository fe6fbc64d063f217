import { buildByteTrie } from "./byte-trie.ts";
import type { ByteStrings, ByteTrie } from "./byte-trie.ts";
import { CLOSE, PHASE, REJECT, STRING_TRANSITIONS } from "./string-automaton.ts";

export interface VocabularyOptions {
  /** The id that ends an output: `<|return|>`, 200002, in o200k_harmony. */
  readonly stopToken: number;
  /** The tokenizer's encoding of ordinary text; without it no token is forced. */
  readonly encode?: (text: string) => readonly number[];
}

const NOT_CONTENT = 65535;

/**
 * The tokens of a model as byte strings, prepared for masks and shared by all grammars.
 *
 * Inside a string nearly every token is allowed, so these are not tested one by one. A token between two
 * characters of a string either stays inside it (`contentMask`: allowed if its characters still fit), or closes
 * it (`closingTrie`: depends on the bytes after the quote), or is never allowed there.
 */
export class Vocabulary {
  /** Number of ids. */
  readonly size: number;
  /** Length of a mask: 32 ids per word. */
  readonly words: number;
  readonly stopToken: number;
  readonly encode: ((text: string) => readonly number[]) | null;
  /** The bytes of each id; empty for control tokens. */
  readonly tokens: ByteStrings;
  readonly trie: ByteTrie;
  /** The tokens that close a string, by the bytes after its closing quote. */
  readonly closingTrie: ByteTrie;
  /** Code points that a token of `closingTrie` has before the quote. */
  readonly charactersBeforeQuote: Uint16Array;
  readonly maxTokenBytes: number;

  readonly #contentByCharacters: readonly (readonly number[] | undefined)[];
  readonly #contentMasks: Int32Array[];

  /**
   * `tokens[id]` has the bytes of an ordinary token; null for a control token and for an unused id: these are never
   * allowed, except for the stop token at the end of an output. Every byte should be a token, or an output can
   * reach a state in which no token is allowed.
   *
   * Throws RangeError if the stop token is not an id.
   */
  constructor(tokens: readonly (Uint8Array | null)[], options: VocabularyOptions) {
    if (!Number.isInteger(options.stopToken) || options.stopToken < 0 || options.stopToken >= tokens.length) {
      throw new RangeError(`The stop token ${options.stopToken} is not among the ${tokens.length} tokens.`);
    }
    this.size = tokens.length;
    this.words = Math.ceil(tokens.length / 32);
    this.stopToken = options.stopToken;
    this.encode = options.encode ?? null;
    this.tokens = layOut(tokens, options.stopToken);
    this.trie = buildByteTrie(
      this.tokens,
      Uint32Array.from(tokens.keys()).filter((id) => this.byteLength(id) > 0),
    );

    const { bytes, start, end } = this.tokens;
    const afterQuote = new Uint32Array(tokens.length);
    const closing: number[] = [];
    const content: number[][] = [[]];
    this.charactersBeforeQuote = new Uint16Array(tokens.length);
    for (let id = 0; id < tokens.length; id += 1) {
      if (this.byteLength(id) === 0) {
        continue;
      }
      const read = readInsideString(bytes, start[id]!, end[id]!);
      if (read.closedAt !== null) {
        closing.push(id);
        afterQuote[id] = read.closedAt + 1;
        this.charactersBeforeQuote[id] = read.characters;
      } else if (read.characters !== NOT_CONTENT) {
        (content[read.characters] ??= []).push(id);
      }
    }
    this.closingTrie = buildByteTrie({ bytes, start: afterQuote, end }, Uint32Array.from(closing));
    this.maxTokenBytes = tokens.reduce((most, _, id) => Math.max(most, this.byteLength(id)), 1);
    this.#contentByCharacters = content;
    this.#contentMasks = [new Int32Array(this.words)];
  }

  byteLength(id: number): number {
    return this.tokens.end[id]! - this.tokens.start[id]!;
  }

  /** The tokens that stay inside a string and add at most `characters` code points to it, including incomplete ones. */
  contentMask(characters: number): Int32Array {
    const wanted = Math.min(characters, this.#contentByCharacters.length - 1);
    while (this.#contentMasks.length <= wanted) {
      const mask = this.#contentMasks.at(-1)!.slice();
      for (const id of this.#contentByCharacters[this.#contentMasks.length] ?? []) {
        mask[id >> 5] = mask[id >> 5]! | (1 << (id & 31));
      }
      this.#contentMasks.push(mask);
    }
    return this.#contentMasks[wanted]!;
  }
}

function layOut(tokens: readonly (Uint8Array | null)[], stopToken: number): ByteStrings {
  const start = new Uint32Array(tokens.length);
  const end = new Uint32Array(tokens.length);
  const total = tokens.reduce((sum, token) => sum + (token?.length ?? 0), 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  tokens.forEach((token, id) => {
    start[id] = at;
    if (token !== null && id !== stopToken) {
      bytes.set(token, at);
      at += token.length;
    }
    end[id] = at;
  });
  return { bytes, start, end };
}

/** Classifies a token that begins between two characters of a string, up to its closing quote if it has one. */
function readInsideString(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly characters: number; readonly closedAt: number | null } {
  let phase: number = PHASE.clean;
  let characters = 0;
  for (let at = start; at < end; at += 1) {
    const next = STRING_TRANSITIONS[phase * 256 + bytes[at]!]!;
    if (next === REJECT) {
      return { characters: NOT_CONTENT, closedAt: null };
    }
    if (next === CLOSE) {
      return { characters, closedAt: at };
    }
    if (phase === PHASE.clean) {
      characters += 1;
    }
    phase = next;
  }
  return { characters, closedAt: null };
}
