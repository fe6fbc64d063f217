import type { LiteralTrie } from "./literal-trie.ts";

/** The texts that are allowed at one position. A schema compiles to a directed acyclic graph of nodes. */
export type GrammarNode = LiteralNode | StringNode | NumberNode | ArrayNode | ObjectNode | ChoiceNode;

/** One of a few texts: `const`, `enum`, `true` and `false`, `null`, an integer with few values. */
export interface LiteralNode {
  readonly kind: "literal";
  /** The JSON texts, each once. */
  readonly texts: readonly string[];
  readonly trie: LiteralTrie;
}

/** A JSON string. Lengths are in Unicode code points, and an escape counts as one character. */
export interface StringNode {
  readonly kind: "string";
  readonly minLength: number;
  readonly maxLength: number;
}

export interface NumberNode {
  readonly kind: "number";
  readonly integer: boolean;
}

export interface ArrayNode {
  readonly kind: "array";
  /** The item at each index below its length; `rest` is for the items after it. */
  readonly prefix: readonly GrammarNode[];
  /** Null if no item may follow the prefix; `maxItems` is then at most the length of the prefix. */
  readonly rest: GrammarNode | null;
  readonly minItems: number;
  readonly maxItems: number;
  /** One trie for each value of an enumeration whose values may be used once each; null if repeats are allowed. */
  readonly uniqueValues: readonly LiteralTrie[] | null;
}

export interface ObjectNode {
  readonly kind: "object";
  readonly members: readonly ObjectMember[];
}

export interface ObjectMember {
  /** `"key": ` */
  readonly keyText: string;
  readonly value: GrammarNode;
  readonly required: boolean;
}

export interface ChoiceNode {
  readonly kind: "choice";
  readonly alternatives: readonly GrammarNode[];
}
