import type { JsonSchema } from "../engine.ts";
import { CompileBudget } from "./compile-budget.ts";
import { expandSchema } from "./expand-schema.ts";
import type { Conjunction } from "./expand-schema.ts";
import type { GrammarNode, ObjectMember } from "./grammar-node.ts";
import { printJson } from "./json-style.ts";
import { DEFAULT_MAX_ITEMS, DEFAULT_MAX_LENGTH, MAX_UNIQUE_VALUES } from "./limits.ts";
import { literalTrie } from "./literal-trie.ts";
import { enumeratedIntegers, listedValues } from "./literal-values.ts";
import type { JsonType } from "./literal-values.ts";
import { countKeyword, isRecord, keyword, listKeyword, locate, pointerTo, unsupported } from "./schema-keywords.ts";
import type { LocatedSchema } from "./schema-keywords.ts";

/**
 * Reads a JSON Schema into the graph of what may be written.
 *
 * Objects are closed: where `additionalProperties` is missing or true, no further property is written. An
 * array is closed behind `prefixItems` without `items`. Properties come in the order of `properties` (which
 * JavaScript changes for names that are array indices: those come first).
 *
 * Throws SchemaUnsupportedError for a schema outside the subset and for one that no value satisfies.
 */
export function buildGrammarNode(schema: JsonSchema): GrammarNode {
  const root = locate(schema, "");
  const builder = new GrammarBuilder(root);
  return builder.build([root]) ?? builder.nothingFits();
}

const TYPES: readonly JsonType[] = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** What a schema without `type` is about, by the keywords it uses. */
const TYPE_OF_KEYWORD: readonly (readonly [string, JsonType])[] = [
  ["properties", "object"],
  ["required", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
  ["minLength", "string"],
  ["maxLength", "string"],
];

class GrammarBuilder {
  readonly #root: LocatedSchema;
  readonly #budget = new CompileBudget();
  /** By the pointers of a conjunction: null while it is being built, undefined where no value satisfies it. */
  readonly #built = new Map<string, GrammarNode | undefined | null>();
  #emptyAt: string | undefined;

  constructor(root: LocatedSchema) {
    this.#root = root;
  }

  nothingFits(): never {
    throw unsupported(this.#emptyAt ?? "", "leaves no value that satisfies the schema");
  }

  /** Undefined where no value satisfies all of the schemas. */
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
      let conjunctions: Conjunction[] = [[]];
      for (const located of schemas) {
        const others = expandSchema(this.#root, located, this.#budget);
        conjunctions = conjunctions.flatMap((one) => others.map((other) => [...one, ...other]));
      }
      const alternatives = conjunctions.flatMap((conjunction) => this.#alternatives(conjunction));
      return alternatives.length === 0 ? this.#empty(pointer) : choice(alternatives);
    });
    this.#built.set(key, node);
    return node;
  }

  /** Remembers the first (innermost) place without any value, for the error message. */
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
        return values === undefined ? [{ kind: "number", integer: true }] : this.#literal(conjunction, values);
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
      if (isClosed(located, "additionalProperties") || isClosed(located, "unevaluatedProperties")) {
        const own = keyword(located, "properties") ?? {};
        for (const name of properties.keys()) {
          if (!Object.hasOwn(own, name) && isClosed(located, "additionalProperties")) {
            properties.delete(name);
          }
        }
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

/** Literals share one trie, and equal kinds of number one node: fewer alternatives to keep open while decoding. */
function choice(alternatives: readonly GrammarNode[]): GrammarNode {
  const flat = alternatives.flatMap((node) => (node.kind === "choice" ? node.alternatives : [node]));
  const texts = flat.flatMap((node) => (node.kind === "literal" ? node.texts : []));
  const others = new Set(flat.filter((node) => node.kind !== "literal"));
  const distinct = [...others, ...(texts.length === 0 ? [] : [literalNode(texts)])];
  return distinct.length === 1 ? distinct[0]! : { kind: "choice", alternatives: distinct };
}

function declaredTypes(conjunction: Conjunction): Set<JsonType> | null {
  let types: Set<JsonType> | null = null;
  for (const located of conjunction) {
    const value = keyword(located, "type");
    if (value === undefined) {
      continue;
    }
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    const declared = new Set(TYPES.filter((type) => names.includes(type)));
    if (declared.size === 0 || names.some((name) => !TYPES.includes(name as JsonType))) {
      throw unsupported(pointerTo(located.pointer, "type"), "is not a JSON type");
    }
    if (declared.has("number")) {
      declared.add("integer");
    }
    types = types === null ? declared : new Set([...types].filter((type) => declared.has(type)));
  }
  if (types?.has("number") === true) {
    types.delete("integer");
  }
  return types;
}

function inferredTypes(conjunction: Conjunction): Set<JsonType> {
  const types = TYPE_OF_KEYWORD.filter(([name]) =>
    conjunction.some((located) => keyword(located, name) !== undefined),
  ).map(([, type]) => type);
  if (types.length === 0) {
    throw unsupported(conjunction[0]?.pointer ?? "", "says neither type nor const nor enum: any value would do");
  }
  return new Set(types);
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

/** The schemas that hold of the item at `index`. `items` counts behind the `prefixItems` beside it. */
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

function subschemasByName(located: LocatedSchema, name: string): [string, LocatedSchema][] {
  const value = keyword(located, name);
  const pointer = pointerTo(located.pointer, name);
  if (value === undefined) {
    return [];
  }
  if (!isRecord(value)) {
    throw unsupported(pointer, "must be an object");
  }
  return Object.entries(value).map(([key, schema]) => [key, locate(schema, pointerTo(pointer, key))]);
}

function stringList(located: LocatedSchema, name: string): string[] {
  const list = listKeyword(located, name) ?? [];
  if (!list.every((entry) => typeof entry === "string")) {
    throw unsupported(pointerTo(located.pointer, name), "must be an array of strings");
  }
  return list;
}

/** Reads a keyword that closes an object or array. Only `true` and `false` are supported, not a schema. */
function isClosed(located: LocatedSchema, name: string): boolean {
  const value = keyword(located, name);
  if (value !== undefined && typeof value !== "boolean") {
    throw unsupported(pointerTo(located.pointer, name), "may only be true or false");
  }
  return value === false;
}
