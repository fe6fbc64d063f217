import { isObject } from "../schemas/is-object.ts";
import { pointerTo } from "../schemas/json-pointer.ts";
import { emptinessFaults } from "./empty-schema.ts";
import type { JsonSchema } from "./policy.ts";
import type { SchemaFault } from "./schema-fault.ts";
import { ANNOTATION_KEYWORDS, CONSTRAINT_KEYWORDS } from "./schema-keywords.ts";

const MAX_SCHEMA_BYTES = 16 * 1024;
const MAX_DEPTH = 8;
/** Ajv compiles each part: at this size it takes 0.1 to 0.2 seconds. */
const MAX_EXPANDED_NODES = 300;
/** oneOf compiles a comparison of each alternative with every other. */
const MAX_ALTERNATIVES = 64;
const MAX_LENGTH = 10_000;
const MAX_ITEMS = 256;
const MAX_FAULTS = 20;

const ROOT_KEYWORDS = new Set(["$schema", "$defs"]);
const FORMATS = ["uuid", "date-time"];
const DRAFT = "https://json-schema.org/draft/2020-12/schema";
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const REFERENCE = /^#\/\$defs\/([A-Za-z_][A-Za-z0-9_.-]{0,63})$/;

/**
 * Checks that a schema is small, closed, finite and made of keywords that decoding knows: closed objects,
 * typed arrays, references into its own `$defs` without recursion. Returns at most twenty faults, which name
 * keywords of JSON Schema and quote nothing of the policy.
 */
export function checkSchema(schema: JsonSchema): SchemaFault[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES) {
    return [{ pointer: "", message: `is longer than ${MAX_SCHEMA_BYTES} bytes as JSON` }];
  }
  const faults: SchemaFault[] = [];
  new SchemaChecker(schema, faults).checkRoot();
  if (faults.length === 0) checkExpansion(schema, faults);
  return faults.slice(0, MAX_FAULTS);
}

class SchemaChecker {
  readonly #root: JsonSchema;
  readonly #faults: SchemaFault[];

  constructor(root: JsonSchema, faults: SchemaFault[]) {
    this.#root = root;
    this.#faults = faults;
  }

  checkRoot(): void {
    const { $schema, $defs } = this.#root;
    if ($schema !== undefined && $schema !== DRAFT) {
      this.#fault("/$schema", "must be the URI of draft 2020-12");
    }
    this.#node(this.#root, "", 0, true);
    if ($defs !== undefined) this.#namedNodes($defs, "/$defs", 0);
  }

  #node(node: unknown, pointer: string, depth: number, root = false): void {
    if (!isObject(node)) return this.#fault(pointer, "must be a schema object");
    if (depth > MAX_DEPTH) return this.#fault(pointer, `is nested deeper than ${MAX_DEPTH} schemas`);
    for (const keyword of Object.keys(node)) {
      const isKnown = CONSTRAINT_KEYWORDS.has(keyword) || ANNOTATION_KEYWORDS.has(keyword);
      if (!isKnown && !(root && ROOT_KEYWORDS.has(keyword))) {
        this.#fault(pointerTo(pointer, shortened(keyword)), "is not a keyword that decoding can enforce");
      }
    }
    if (!["type", "const", "enum", "anyOf", "oneOf", "$ref"].some((keyword) => keyword in node)) {
      this.#fault(pointer, "must say what it accepts: type, const, enum, anyOf, oneOf or $ref");
    }
    this.#bounds(node, pointer);
    for (const { pointer: at, message } of emptinessFaults(node)) this.#fault(`${pointer}${at}`, message);
    this.#reference(node, pointer);
    this.#object(node, pointer, depth);
    this.#array(node, pointer, depth);
    for (const keyword of ["anyOf", "oneOf"]) {
      const alternatives = node[keyword];
      if (Array.isArray(alternatives) && alternatives.length > MAX_ALTERNATIVES) {
        this.#fault(`${pointer}/${keyword}`, `has more than ${MAX_ALTERNATIVES} alternatives`);
      } else {
        this.#list(alternatives, `${pointer}/${keyword}`, depth);
      }
    }
  }

  #object(node: JsonSchema, pointer: string, depth: number): void {
    if (!hasType(node, "object")) return;
    if (node["additionalProperties"] !== false) {
      this.#fault(`${pointer}/additionalProperties`, "must be false");
    }
    this.#namedNodes(node["properties"], `${pointer}/properties`, depth);
  }

  #array(node: JsonSchema, pointer: string, depth: number): void {
    if (!hasType(node, "array")) return;
    const { items, prefixItems } = node;
    if (items === undefined && prefixItems === undefined) this.#fault(`${pointer}/items`, "is required");
    if (items !== undefined && items !== false) this.#node(items, `${pointer}/items`, depth + 1);
    this.#list(prefixItems, `${pointer}/prefixItems`, depth);
  }

  #namedNodes(nodes: unknown, pointer: string, depth: number): void {
    if (!isObject(nodes)) return this.#fault(pointer, "must be an object of schemas");
    for (const [name, node] of Object.entries(nodes)) {
      const at = pointerTo(pointer, shortened(name));
      if (!NAME.test(name)) {
        this.#fault(at, "must have a name of 1 to 64 letters, digits, dots, dashes and underscores");
      }
      this.#node(node, at, depth + 1);
    }
  }

  #list(nodes: unknown, pointer: string, depth: number): void {
    if (nodes === undefined) return;
    if (!Array.isArray(nodes) || nodes.length === 0) return this.#fault(pointer, "must be a list of schemas");
    nodes.forEach((node, index) => this.#node(node, `${pointer}/${index}`, depth + 1));
  }

  #reference(node: JsonSchema, pointer: string): void {
    if (!("$ref" in node)) return;
    const name = referenceName(node["$ref"]);
    const defs = this.#root["$defs"];
    if (name === null || !isObject(defs) || !Object.hasOwn(defs, name)) {
      this.#fault(`${pointer}/$ref`, "must point into the schema's own $defs");
    }
  }

  #bounds(node: JsonSchema, pointer: string): void {
    for (const [keyword, limit] of [
      ["minLength", MAX_LENGTH],
      ["maxLength", MAX_LENGTH],
      ["minItems", MAX_ITEMS],
      ["maxItems", MAX_ITEMS],
    ] as const) {
      const value = node[keyword];
      if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= limit)) {
        this.#fault(`${pointer}/${keyword}`, `must be an integer from 0 to ${limit}`);
      }
    }
    if (node["format"] !== undefined && !FORMATS.includes(node["format"] as string)) {
      this.#fault(`${pointer}/format`, `must be one of ${FORMATS.join(", ")}`);
    }
  }

  #fault(pointer: string, message: string): void {
    if (this.#faults.length < MAX_FAULTS) this.#faults.push({ pointer, message });
  }
}

/** References may share a definition, but the schema with all references expanded is bounded. */
function checkExpansion(root: JsonSchema, faults: SchemaFault[]): void {
  const defs = isObject(root["$defs"]) ? root["$defs"] : {};
  const sizes = new Map<string, number>();
  const open = new Set<string>();
  function sizeOf(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    const name = isObject(value) ? referenceName(value["$ref"]) : null;
    const own = isObject(value) ? 1 : 0;
    const children = Object.values(value).reduce((sum: number, child) => sum + sizeOf(child), own);
    return children + (name === null ? 0 : sizeOfDefinition(name));
  }
  function sizeOfDefinition(name: string): number {
    if (open.has(name)) return Number.POSITIVE_INFINITY;
    const known = sizes.get(name);
    if (known !== undefined) return known;
    open.add(name);
    const size = sizeOf(defs[name]);
    open.delete(name);
    sizes.set(name, size);
    return size;
  }
  const total = sizeOf(root);
  if (total === Number.POSITIVE_INFINITY) {
    faults.push({ pointer: "/$defs", message: "must not refer to itself" });
  } else if (total > MAX_EXPANDED_NODES) {
    faults.push({
      pointer: "",
      message: `describes more than ${MAX_EXPANDED_NODES} parts with references expanded`,
    });
  }
}

function referenceName(reference: unknown): string | null {
  return typeof reference === "string" ? (REFERENCE.exec(reference)?.[1] ?? null) : null;
}

function hasType(node: JsonSchema, type: string): boolean {
  const types = node["type"];
  return types === type || (Array.isArray(types) && types.includes(type));
}

/** Names in a policy may have any length. */
function shortened(name: string): string {
  return name.slice(0, 64);
}
