import type { JsonSchema } from "./json-schema.ts";
import { type Encoding, HARMONY } from "../harmony/encoding.ts";
import { type CompiledGrammar, compileGrammar } from "./compile-grammar.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A policy version has one schema; a worker rarely alternates between more policies than this. */
const MAX_GRAMMARS = 64;

const vocabularies = new WeakMap<Encoding, Vocabulary>();

/** Builds a vocabulary at the first call, which takes half a second for all of o200k_harmony, and keeps it. */
function vocabularyOf(encoding: Encoding): Vocabulary {
  let vocabulary = vocabularies.get(encoding);
  if (vocabulary === undefined) {
    vocabulary = new Vocabulary(
      Array.from({ length: encoding.size }, (_, id) => encoding.bytesOf(id)),
      { stopToken: encoding.stopToken, encode: (text) => encoding.encode(text) },
    );
    vocabularies.set(encoding, vocabulary);
  }
  return vocabulary;
}

/** An LRU cache of compiled grammars over one model's tokens, by the text of their schema. */
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
