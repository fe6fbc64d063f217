import type { JsonSchema } from "./json-schema.ts";
import { Automaton } from "./automaton.ts";
import { buildGrammarNode } from "./build-grammar-node.ts";
import type { GrammarNode } from "./grammar-node.ts";
import { MAX_OPEN_ALTERNATIVES } from "./limits.ts";
import { maxBytes, maxOpenAlternatives } from "./node-bounds.ts";
import { unsupported } from "./schema-keywords.ts";
import { TokenMasks } from "./token-masks.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** States and sets after which a new answer starts with an empty automaton: some 20 MB for one grammar. */
const MAX_KEPT_STATES = 20_000;

/** What a matcher reads with; shared by the matchers of a grammar, so that they warm each other's masks. */
export interface GrammarTables {
  readonly automaton: Automaton;
  readonly masks: TokenMasks;
}

/** A schema made ready for decoding. Keep it: every answer makes the next one's masks cheaper. */
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

  /** The tables for a new answer. A running one keeps those it started with. */
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
 * Compiles a JSON Schema (2020-12) into a grammar whose texts are JSON in the style of `printJson`, each valid
 * against the schema but for what CHECKED_AFTERWARDS names.
 *
 * Supported: type, const, enum, properties, required, items, prefixItems, min/maxItems, min/maxLength, anyOf,
 * oneOf (as anyOf), allOf, local $ref without recursion; additionalProperties false (and true or missing,
 * which write no further property). Strings, arrays and numbers without a bound get those of limits.ts. A
 * listed string (const, enum, a property name) is written with the escapes of JSON.stringify only.
 *
 * Throws SchemaUnsupportedError, with the JSON Pointer of the place, for any other keyword, for a schema that
 * nothing satisfies, and for one that is too large or leaves too many alternatives open at once.
 */
export function compileGrammar(schema: JsonSchema, vocabulary: Vocabulary): CompiledGrammar {
  return new CompiledGrammar(readGrammar(schema), vocabulary);
}

/**
 * Whether a schema can be decoded, and how long its answers may become: everything of `compileGrammar` that
 * needs no vocabulary. Returns the most tokens of an answer; throws SchemaUnsupportedError.
 */
export function assertDecodable(schema: JsonSchema): number {
  return maxBytes(readGrammar(schema)) + 1;
}

function readGrammar(schema: JsonSchema): GrammarNode {
  const root = buildGrammarNode(schema);
  if (maxOpenAlternatives(root) > MAX_OPEN_ALTERNATIVES) {
    throw unsupported("", `leaves more than ${MAX_OPEN_ALTERNATIVES} alternatives open at once`);
  }
  return root;
}

/**
 * The most tokens an accepted answer can have, its stop token included: one for each byte of the longest text
 * (6 bytes for a string's code point). A model that spells as its tokenizer does needs about a quarter of it.
 */
export function maxOutputTokens(grammar: CompiledGrammar): number {
  return grammar.maxOutputTokens;
}
