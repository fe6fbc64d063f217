import type { JsonSchema } from "./json-schema.ts";
import { type Encoding, HARMONY } from "../harmony/encoding.ts";
import { type CompiledGrammar, compileGrammar } from "./compile-grammar.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A policy version has one schema; far more policies than this are not judged by turns. */
const MAX_GRAMMARS = 64;

const arranged = new WeakMap<Encoding, Vocabulary>();

/** Arranged at the first call, which takes half a second for all of o200k_harmony, and kept. */
function vocabularyOf(encoding: Encoding): Vocabulary {
  let vocabulary = arranged.get(encoding);
  if (vocabulary === undefined) {
    vocabulary = new Vocabulary(
      Array.from({ length: encoding.size }, (_, id) => encoding.bytesOf(id)),
      { stopToken: encoding.stopToken, encode: (text) => encoding.encode(text) },
    );
    arranged.set(encoding, vocabulary);
  }
  return vocabulary;
}

/** Compiled grammars over a model's tokens by their schema's text, those used longest ago given up first. */
export class GrammarCache {
  readonly #encoding: Encoding;
  readonly #grammars = new Map<string, CompiledGrammar>();

  constructor(encoding: Encoding = HARMONY) {
    this.#encoding = encoding;
  }

  /** Throws SchemaUnsupportedError. */
  get(schema: JsonSchema): CompiledGrammar {
    const key = JSON.stringify(schema);
    const grammar = this.#grammars.get(key) ?? compileGrammar(schema, vocabularyOf(this.#encoding));
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
