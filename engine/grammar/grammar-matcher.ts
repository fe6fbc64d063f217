import type { CompiledGrammar, GrammarTables } from "./compile-grammar.ts";
import { forcedBytes } from "./forced-bytes.ts";
import { forcedTokens } from "./forced-tokens.ts";
import type { StateSet } from "./state.ts";

/** Follows one answer token by token. The names are XGrammar's. */
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
   * Writes which tokens may come next: bit (id & 31) of word (id >> 5). Words behind the vocabulary are left as
   * they are. The stop token may come exactly when the value is complete; behind it nothing may.
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

  /** The same as an array shared by all matchers of this grammar: not to be written to. Not for a stopped matcher. */
  nextTokenBitmask(): Int32Array {
    return this.#tables.masks.bits(this.#set);
  }

  /** Goes on by one token. False, and nothing changes, if the token may not come here. */
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

  /** The value is complete and no further byte is possible, or the stop token was accepted. */
  isTerminated(): boolean {
    return this.#stopped || (this.#set.complete && this.#set.states.length === 0);
  }

  /**
   * The tokens that come next whatever the model says, in the tokenizer's own spelling: accept them and spare
   * the model's steps. Often empty; never the stop token.
   */
  forcedTokens(): number[] {
    if (this.#stopped || this.#grammar.vocabulary.encode === null) {
      return [];
    }
    const { automaton } = this.#tables;
    const forced = forcedBytes(automaton, this.#set, this.#grammar.vocabulary);
    return forcedTokens(this.#grammar.vocabulary, this.#written.subarray(0, this.#length), forced);
  }

  /** What was accepted so far; a character whose last bytes are still to come reads as U+FFFD. */
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
