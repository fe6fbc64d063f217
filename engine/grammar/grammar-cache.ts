import type { JsonSchema } from "../engine.ts";
import { CONTROL_TOKENS, VOCAB_SIZE } from "../harmony/control-tokens.ts";
import { encodeOrdinary, tokenBytes } from "../harmony/tokenizer.ts";
import { type CompiledGrammar, compileGrammar } from "./compile-grammar.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A policy version has one schema; far more policies than this are not judged by turns. */
const MAX_GRAMMARS = 64;

let loaded: Vocabulary | undefined;

/** Arranged at the first call, which takes half a second, and kept. */
function harmonyVocabulary(): Vocabulary {
  loaded ??= new Vocabulary(
    Array.from({ length: VOCAB_SIZE }, (_, id) => tokenBytes(id)),
    { stopToken: CONTROL_TOKENS.return, encode: encodeOrdinary },
  );
  return loaded;
}

/** Compiled grammars over o200k_harmony by their schema's text, those used longest ago given up first. */
export class GrammarCache {
  readonly #grammars = new Map<string, CompiledGrammar>();

  /** Throws SchemaUnsupportedError. */
  get(schema: JsonSchema): CompiledGrammar {
    const key = JSON.stringify(schema);
    const grammar = this.#grammars.get(key) ?? compileGrammar(schema, harmonyVocabulary());
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
