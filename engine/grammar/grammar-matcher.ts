import type { CompiledGrammar, GrammarTables } from "./compile-grammar.ts";
import { forcedBytes } from "./forced-bytes.ts";
import { forcedTokens } from "./forced-tokens.ts";
import type { StateSet } from "./state.ts";

/** Matches one output token by token. The names are those of XGrammar. */
export class GrammarMatcher {
  readonly #grammar: CompiledGrammar;
  readonly #tables: GrammarTables;
  #set: StateSet;
  #stopped = false;
  #written = new Uint8Array(256);
  #length = 0;

  constructor(grammar: CompiledGrammar) {
    this.#grammar = grammar;
    this.#tables = grammar.tables();
    this.#set = this.#tables.automaton.start;
  }

  /**
   * Writes which tokens may follow: bit (id & 31) of word (id >> 5). Words beyond the vocabulary are not changed.
   * The stop token may follow exactly when the value is complete, and nothing may follow the stop token.
   *
   * Throws RangeError if `mask` has fewer than `vocabulary.words` words.
   */
  fillNextTokenBitmask(mask: Int32Array): void {
    const { words } = this.#grammar.vocabulary;
    if (mask.length < words) {
      throw new RangeError(`A mask needs ${words} words, this one has ${mask.length}.`);
    }
    if (this.#stopped) {
      mask.fill(0, 0, words);
    } else {
      this.#tables.masks.fill(this.#set, mask);
    }
  }

  /** The same as a shared array, which must not be written to. Must not be called on a stopped matcher. */
  nextTokenBitmask(): Int32Array {
    return this.#tables.masks.bits(this.#set);
  }

  /** Advances by one token. Returns false, without any change, if the token may not follow. */
  acceptToken(id: number): boolean {
    const { vocabulary } = this.#grammar;
    if (this.#stopped || !Number.isInteger(id) || id < 0 || id >= vocabulary.size) {
      return false;
    }
    if (id === vocabulary.stopToken) {
      this.#stopped = this.#set.complete;
      return this.#stopped;
    }
    const { bytes, start, end } = vocabulary.tokens;
    let set: StateSet | null = start[id] === end[id] ? null : this.#set;
    for (let at = start[id]!; at < end[id]! && set !== null; at += 1) {
      set = this.#tables.automaton.step(set, bytes[at]!);
    }
    if (set === null) {
      return false;
    }
    this.#set = set;
    this.#write(bytes.subarray(start[id], end[id]));
    return true;
  }

  /** True if the value is complete and no further byte is possible, or if the stop token was accepted. */
  isTerminated(): boolean {
    return this.#stopped || (this.#set.complete && this.#set.states.length === 0);
  }

  /**
   * The tokens that must follow, as the tokenizer encodes them: accept them without running the model.
   * Often empty; never the stop token.
   */
  forcedTokens(): number[] {
    if (this.#stopped || this.#grammar.vocabulary.encode === null) {
      return [];
    }
    const { automaton } = this.#tables;
    const forced = forcedBytes(automaton, this.#set, this.#grammar.vocabulary);
    return forcedTokens(this.#grammar.vocabulary, this.#written.subarray(0, this.#length), forced);
  }

  /** The accepted text; an incomplete character at its end is U+FFFD. */
  text(): string {
    return Buffer.from(this.#written.buffer, 0, this.#length).toString("utf8");
  }

  #write(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#written.length) {
      const larger = new Uint8Array(2 * (this.#length + bytes.length));
      larger.set(this.#written);
      this.#written = larger;
    }
    this.#written.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
