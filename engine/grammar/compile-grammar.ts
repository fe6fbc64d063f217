import { type SchemaLocation, SchemaUnsupportedError } from "../errors.ts";
import type { JsonSchema } from "./json-schema.ts";
import { Automaton } from "./automaton.ts";
import { buildGrammarNode } from "./build-grammar-node.ts";
import type { GrammarNode } from "./grammar-node.ts";
import { MAX_OPEN_ALTERNATIVES } from "./limits.ts";
import { maxBytes, maxOpenAlternatives } from "./node-bounds.ts";
import { unsupported } from "./schema-keywords.ts";
import { TokenMasks } from "./token-masks.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** States and sets (about 20 MB) after which the next output begins with an empty automaton. */
const MAX_KEPT_STATES = 20_000;

/** The tables of a matcher. All matchers of a grammar share them, and with them the computed masks. */
export interface GrammarTables {
  readonly automaton: Automaton;
  readonly masks: TokenMasks;
}

/** A schema that is compiled for decoding. Keep it: masks that one output computed are reused by the next. */
export class CompiledGrammar {
  readonly vocabulary: Vocabulary;
  /** See `maxOutputTokens`. */
  readonly maxOutputTokens: number;
  readonly #root: GrammarNode;
  #tables: GrammarTables;

  constructor(root: GrammarNode, vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.maxOutputTokens = maxBytes(root) + 1;
    this.#root = root;
    this.#tables = newTables(root, vocabulary);
  }

  /** The tables for a new output. An output keeps the tables with which it began. */
  tables(): GrammarTables {
    if (this.#tables.automaton.size > MAX_KEPT_STATES) {
      this.#tables = newTables(this.#root, this.vocabulary);
    }
    return this.#tables;
  }
}

function newTables(root: GrammarNode, vocabulary: Vocabulary): GrammarTables {
  const automaton = new Automaton(root);
  return { automaton, masks: new TokenMasks(automaton, vocabulary) };
}

/**
 * Compiles a JSON Schema (2020-12) into a grammar whose texts are JSON in the style of `printJson`. Each text is
 * valid against the schema, except for the keywords in CHECKED_AFTERWARDS.
 *
 * Supported: type, const, enum, properties, required, items, prefixItems, min/maxItems, min/maxLength, anyOf,
 * oneOf (as anyOf), allOf, local $ref without recursion; additionalProperties false (true or missing
 * has the same effect). Strings, arrays and numbers without a limit get those of limits.ts. A
 * listed string (const, enum, a property name) is spelled as by JSON.stringify only.
 *
 * Throws SchemaUnsupportedError, with a JSON Pointer, for any other keyword, for a schema that no value
 * satisfies, and for one that is too large or leaves too many alternatives open at once.
 */
export function compileGrammar(schema: JsonSchema, vocabulary: Vocabulary): CompiledGrammar {
  return new CompiledGrammar(readGrammar(schema), vocabulary);
}

/**
 * Checks that a schema can be decoded, without a vocabulary. Returns the maximum number of tokens of an output;
 * throws SchemaUnsupportedError.
 */
export function assertDecodable(schema: JsonSchema): number {
  return maxBytes(readGrammar(schema)) + 1;
}

/** Where and why a schema cannot be decoded; null if it can. */
export function undecodablePart(schema: JsonSchema): SchemaLocation | null {
  try {
    assertDecodable(schema);
    return null;
  } catch (error) {
    if (error instanceof SchemaUnsupportedError) return error.location;
    throw error;
  }
}

function readGrammar(schema: JsonSchema): GrammarNode {
  const root = buildGrammarNode(schema);
  if (maxOpenAlternatives(root) > MAX_OPEN_ALTERNATIVES) {
    throw unsupported("", `leaves more than ${MAX_OPEN_ALTERNATIVES} alternatives open at once`);
  }
  return root;
}

/**
 * The maximum number of tokens of an output, including its stop token: one for each byte of the longest text
 * (6 bytes for a code point of a string). A model that generates canonical tokens needs about a quarter of it.
 */
export function maxOutputTokens(grammar: CompiledGrammar): number {
  return grammar.maxOutputTokens;
}
