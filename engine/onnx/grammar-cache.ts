import type { JsonSchema } from "../engine.ts";
import { type CompiledGrammar, compileGrammar } from "../grammar/compile-grammar.ts";
import { Vocabulary } from "../grammar/vocabulary.ts";
import { CONTROL_TOKENS, VOCAB_SIZE } from "../harmony/control-tokens.ts";
import { encodeOrdinary, tokenBytes } from "../harmony/tokenizer.ts";

/** A policy version has one schema; far more policies than this are not judged by turns. */
const MAX_GRAMMARS = 64;

/** Compiled grammars by their schema's text, those used longest ago given up first. */
export class GrammarCache {
  readonly #grammars = new Map<string, CompiledGrammar>();
  readonly #vocabulary = new Vocabulary(
    Array.from({ length: VOCAB_SIZE }, (_, id) => tokenBytes(id)),
    { stopToken: CONTROL_TOKENS.return, encode: encodeOrdinary },
  );

  /** Throws SchemaUnsupportedError. */
  get(schema: JsonSchema): CompiledGrammar {
    const key = JSON.stringify(schema);
    const grammar = this.#grammars.get(key) ?? compileGrammar(schema, this.#vocabulary);
    this.#grammars.delete(key);
    this.#grammars.set(key, grammar);
    for (const oldest of this.#grammars.keys()) {
      if (this.#grammars.size <= MAX_GRAMMARS) {
        break;
      }
      this.#grammars.delete(oldest);
    }
    return grammar;
  }
}
