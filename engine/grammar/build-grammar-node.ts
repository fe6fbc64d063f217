import type { JsonSchema } from "./json-schema.ts";
import { assertBounded, CompileBudget } from "./compile-budget.ts";
import { expandSchemas } from "./expand-schema.ts";
import type { Conjunction } from "./expand-schema.ts";
import type { GrammarNode, ObjectMember } from "./grammar-node.ts";
import { printJson } from "./json-style.ts";
import { DEFAULT_MAX_ITEMS, DEFAULT_MAX_LENGTH, MAX_UNIQUE_VALUES } from "./limits.ts";
import { literalTrie } from "./literal-trie.ts";
import { enumeratedIntegers, listedValues } from "./literal-values.ts";
import { declaredTypes, inferredTypes } from "./schema-types.ts";
import type { JsonType } from "./schema-types.ts";
import {
  countKeyword,
  isClosed,
  keyword,
  listKeyword,
  stringList,
  subschemasByName,
} from "./read-keyword.ts";
import { locate, pointerTo, unsupported } from "./schema-keywords.ts";
import type { LocatedSchema } from "./schema-keywords.ts";

/**
 * Builds the graph of allowed texts from a JSON Schema.
 *
 * Objects are closed: no additional property is generated, even if `additionalProperties` is missing or true. An
 * array with `prefixItems` and without `items` ends after the prefix. Properties are in the order of `properties`
 * (JavaScript puts names that are array indices first).
 *
 * Throws SchemaUnsupportedError for a schema outside the subset and for one that no value satisfies.
 */
export function buildGrammarNode(schema: JsonSchema): GrammarNode {
  assertBounded(schema);
  const root = locate(schema, "");
  const builder = new GrammarBuilder(root);
  return builder.build([root]) ?? builder.nothingFits();
}

class GrammarBuilder {
  readonly #root: LocatedSchema;
  readonly #budget = new CompileBudget();
  /** By the pointers of a conjunction: null while it is being built, undefined if no value satisfies it. */
  readonly #built = new Map<string, GrammarNode | undefined | null>();
  #emptyAt: string | undefined;

  constructor(root: LocatedSchema) {
    this.#root = root;
  }

  nothingFits(): never {
    throw unsupported(this.#emptyAt ?? "", "leaves no value that satisfies the schema");
  }

  /** Builds the node; undefined if no value satisfies all of the schemas. */
  build(schemas: Conjunction): GrammarNode | undefined {
    const key = schemas.map(({ pointer }) => pointer).join("\n");
    const pointer = schemas[0]?.pointer ?? "";
    const known = this.#built.get(key);
    if (known === null) {
      throw unsupported(pointer, "contains itself: a recursive schema has no bound");
    }
    if (known !== undefined || this.#built.has(key)) {
      return known;
    }
    this.#built.set(key, null);
    const node = this.#budget.nested(pointer, () => {
      const conjunctions = expandSchemas(this.#root, schemas, this.#budget);
      const alternatives = conjunctions.flatMap((conjunction) => this.#alternatives(conjunction));
      return alternatives.length === 0 ? this.#empty(pointer) : choice(alternatives);
    });
    this.#built.set(key, node);
    return node;
  }

  /** Records the first (innermost) schema that no value satisfies, for the error message. */
  #empty(pointer: string): undefined {
    this.#emptyAt ??= pointer;
    return undefined;
  }

  #alternatives(conjunction: Conjunction): GrammarNode[] {
    const types = declaredTypes(conjunction);
    const values = listedValues(conjunction, types);
    if (values !== undefined) {
      return this.#literal(conjunction, values);
    }
    return [...(types ?? inferredTypes(conjunction))].flatMap((type) => this.#ofType(conjunction, type));
  }

  #literal(conjunction: Conjunction, values: readonly unknown[]): GrammarNode[] {
    const texts = values.map(printJson);
    this.#budget.spendLiterals(conjunction[0]?.pointer ?? "", texts);
    return texts.length === 0 ? [] : [literalNode(texts)];
  }

  #ofType(conjunction: Conjunction, type: JsonType): GrammarNode[] {
    switch (type) {
      case "null":
        return this.#literal(conjunction, [null]);
      case "boolean":
        return this.#literal(conjunction, [true, false]);
      case "integer": {
        const values = enumeratedIntegers(conjunction);
        return values === undefined
          ? [{ kind: "number", integer: true }]
          : this.#literal(conjunction, values);
      }
      case "number":
        return [{ kind: "number", integer: false }];
      case "string":
        return stringNode(conjunction);
      case "array":
        return this.#array(conjunction);
      case "object":
        return this.#object(conjunction);
    }
  }

  #object(conjunction: Conjunction): GrammarNode[] {
    const required = new Map<string, string>();
    const properties = new Map<string, LocatedSchema[]>();
    for (const located of conjunction) {
      for (const name of stringList(located, "required")) {
        required.set(name, pointerTo(located.pointer, "required"));
      }
      for (const [name, property] of subschemasByName(located, "properties")) {
        properties.set(name, [...(properties.get(name) ?? []), property]);
      }
    }
    for (const located of conjunction) {
      isClosed(located, "unevaluatedProperties");
      if (isClosed(located, "additionalProperties")) {
        const own = new Set(subschemasByName(located, "properties").map(([name]) => name));
        const foreign = [...properties.keys()].filter((name) => !own.has(name));
        foreign.forEach((name) => properties.delete(name));
      }
    }
    const members: ObjectMember[] = [];
    for (const [name, schemas] of properties) {
      const value = this.build(schemas);
      const keyText = `${JSON.stringify(name)}: `;
      this.#budget.spendLiterals(schemas[0]!.pointer, [keyText]);
      if (value !== undefined) {
        members.push({ keyText, value, required: required.delete(name) });
      }
    }
    for (const pointer of required.values()) {
      this.#empty(pointer);
      return [];
    }
    return [{ kind: "object", members }];
  }

  #array(conjunction: Conjunction): GrammarNode[] {
    let minItems = 0;
    let maxItems = Infinity;
    let prefixLength = 0;
    let unique = false;
    for (const located of conjunction) {
      minItems = Math.max(minItems, countKeyword(located, "minItems") ?? 0);
      maxItems = Math.min(maxItems, countKeyword(located, "maxItems") ?? Infinity);
      prefixLength = Math.max(prefixLength, listKeyword(located, "prefixItems")?.length ?? 0);
      unique ||= keyword(located, "uniqueItems") === true;
      isClosed(located, "unevaluatedItems");
    }
    const pointer = conjunction[0]?.pointer ?? "";
    if (prefixLength === 0 && maxItems > 0 && itemSchemas(conjunction, 0).length === 0) {
      throw unsupported(pointer, "is an array without items or prefixItems");
    }
    maxItems = maxItems === Infinity ? Math.max(DEFAULT_MAX_ITEMS, minItems, prefixLength) : maxItems;

    const prefix: GrammarNode[] = [];
    for (let index = 0; index < prefixLength; index += 1) {
      const item = this.#item(conjunction, index);
      if (item === undefined) {
        maxItems = Math.min(maxItems, index);
        break;
      }
      prefix.push(item);
    }
    const rest = maxItems > prefixLength ? this.#item(conjunction, prefixLength) : undefined;
    if (rest === undefined) {
      maxItems = Math.min(maxItems, prefixLength);
    }
    const enumerated =
      unique && prefixLength === 0 && rest?.kind === "literal" && rest.texts.length <= MAX_UNIQUE_VALUES;
    const uniqueValues = enumerated ? rest.texts.map((text) => literalTrie([text])) : null;
    maxItems = Math.min(maxItems, uniqueValues?.length ?? Infinity);
    if (minItems > maxItems) {
      this.#empty(pointer);
      return [];
    }
    return [{ kind: "array", prefix, rest: rest ?? null, minItems, maxItems, uniqueValues }];
  }

  #item(conjunction: Conjunction, index: number): GrammarNode | undefined {
    const schemas = itemSchemas(conjunction, index);
    return schemas.length === 0 ? undefined : this.build(schemas);
  }
}

function literalNode(texts: readonly string[]): GrammarNode {
  const distinct = [...new Set(texts)];
  return { kind: "literal", texts: distinct, trie: literalTrie(distinct) };
}

/** Merges literals into one trie and equal kinds of number into one node, so that fewer alternatives are open. */
function choice(alternatives: readonly GrammarNode[]): GrammarNode {
  const flat = alternatives.flatMap((node) => (node.kind === "choice" ? node.alternatives : [node]));
  const texts = flat.flatMap((node) => (node.kind === "literal" ? node.texts : []));
  const others = new Set(flat.filter((node) => node.kind !== "literal"));
  const distinct = [...others, ...(texts.length === 0 ? [] : [literalNode(texts)])];
  return distinct.length === 1 ? distinct[0]! : { kind: "choice", alternatives: distinct };
}

function stringNode(conjunction: Conjunction): GrammarNode[] {
  let minLength = 0;
  let maxLength = Infinity;
  for (const located of conjunction) {
    minLength = Math.max(minLength, countKeyword(located, "minLength") ?? 0);
    maxLength = Math.min(maxLength, countKeyword(located, "maxLength") ?? Infinity);
  }
  if (maxLength === Infinity) {
    maxLength = Math.max(DEFAULT_MAX_LENGTH, minLength);
  }
  return minLength > maxLength ? [] : [{ kind: "string", minLength, maxLength }];
}

/** The schemas of the item at `index`. `items` applies after the `prefixItems` of the same schema. */
function itemSchemas(conjunction: Conjunction, index: number): LocatedSchema[] {
  return conjunction.flatMap((located) => {
    const prefix = listKeyword(located, "prefixItems") ?? [];
    if (index < prefix.length) {
      return [locate(prefix[index], pointerTo(pointerTo(located.pointer, "prefixItems"), index))];
    }
    const items = keyword(located, "items");
    return items === undefined ? [] : [locate(items, pointerTo(located.pointer, "items"))];
  });
}
