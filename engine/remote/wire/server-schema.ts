import type { JsonSchema } from "../../engine.ts";
import { CHECKED_AFTERWARDS, isRecord } from "../../grammar/schema-keywords.ts";

/** Bounds of numbers are sent: a serving engine enforces or ignores them. */
const SENT: ReadonlySet<string> = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);

/**
 * Keywords that narrow a schema and that no serving engine enforces in all versions: XGrammar and llguidance
 * refuse some of them, which fails the request; others ignore them. The output is validated against them anyway.
 */
const NOT_SENT: ReadonlySet<string> = new Set(
  [...CHECKED_AFTERWARDS].filter((keyword) => !SENT.has(keyword)),
);

/** The schema that serving engines support: never narrower than `schema`. */
export function serverSchema(schema: JsonSchema): JsonSchema {
  return without(schema, NOT_SENT) as JsonSchema;
}

/**
 * The schema for the strict mode of hosted APIs: an object at the root instead of `anyOf`, every property
 * required, a type with every enumeration (console.groq.com/docs/structured-outputs). Alternatives of the
 * root are merged property by property, so the result is wider than `schema`: the output must be validated.
 */
export function hostedSchema(schema: JsonSchema): JsonSchema {
  const sent = serverSchema(schema);
  const alternatives = sent["anyOf"];
  if (!Array.isArray(alternatives) || !alternatives.every(hasProperties)) return typed(sent) as JsonSchema;
  const names = [...new Set(alternatives.flatMap(({ properties }) => Object.keys(properties)))];
  const properties = Object.fromEntries(
    names.map((name) => [
      name,
      union(alternatives.flatMap((each) => (name in each.properties ? [each.properties[name]!] : []))),
    ]),
  );
  return { type: "object", additionalProperties: false, required: names, properties };
}

function union(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const [only] = different;
  if (different.length === 1 && only !== undefined) return typed(only) as JsonSchema;
  const values = different.map(listedValues);
  return values.every((list) => list !== null)
    ? (typed({ enum: [...new Set(values.flat())] }) as JsonSchema)
    : (mergedArrays(different) ?? { anyOf: different.map((each) => typed(each) as JsonSchema) });
}

/** Merges arrays that differ only in their items, one of which may always be empty. */
function mergedArrays(schemas: readonly JsonSchema[]): JsonSchema | null {
  if (!schemas.every((schema) => schema["type"] === "array" && hasItems(schema))) return null;
  const listed = schemas.flatMap((schema) => listedValues(schema["items"] as JsonSchema) ?? []);
  const items = typed(listed.length > 0 ? { enum: [...new Set(listed)] } : { type: "string" }) as JsonSchema;
  const bounds = schemas.map((schema) => schema["maxItems"]);
  const bounded = bounds.every((bound) => typeof bound === "number");
  return { type: "array", items, ...(bounded ? { maxItems: Math.max(...bounds) } : {}) };
}

function hasItems(schema: JsonSchema): boolean {
  const items = schema["items"];
  return typeof items === "object" && items !== null;
}

function listedValues(schema: JsonSchema): readonly unknown[] | null {
  if (Object.hasOwn(schema, "const")) return [schema["const"]];
  if (Array.isArray(schema["enum"])) return schema["enum"];
  return schema["type"] === "null" ? [null] : null;
}

/** Closes objects, requires all properties, adds a `type` to every enumeration, and converts `const` to `enum`. */
function typed(value: unknown): unknown {
  return mapSchemas(value, (schema) => {
    if (isRecord(schema["properties"])) {
      return { ...schema, additionalProperties: false, required: Object.keys(schema["properties"]) };
    }
    const values = listedValues(schema);
    if (values === null || schema["type"] === "null") return schema;
    const { const: _, ...rest } = schema;
    const types = [...new Set(values.map(typeOf))];
    return { ...rest, type: types.length === 1 ? types[0] : types, enum: values };
  });
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Number.isInteger(value)) return "integer";
  return Array.isArray(value) ? "array" : typeof value;
}

function without(value: unknown, keywords: ReadonlySet<string>): unknown {
  return mapSchemas(value, (schema) =>
    Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.has(keyword))),
  );
}

/** Applies `map` to a schema and all schemas in it. Values that are data (const, enum, …) are not changed. */
function mapSchemas(value: unknown, map: (schema: JsonSchema) => JsonSchema): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([keyword, inner]): [string, unknown] => {
    if (LISTS.has(keyword) && Array.isArray(inner)) {
      return [keyword, inner.map((each) => mapSchemas(each, map))];
    }
    if (BY_NAME.has(keyword) && isRecord(inner)) {
      return [
        keyword,
        Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, mapSchemas(each, map)])),
      ];
    }
    return [keyword, SINGLE.has(keyword) ? mapSchemas(inner, map) : inner];
  });
  return map(Object.fromEntries(entries));
}

const LISTS: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const BY_NAME: ReadonlySet<string> = new Set(["properties", "$defs", "definitions"]);
const SINGLE: ReadonlySet<string> = new Set(["items"]);

function hasProperties(
  value: unknown,
): value is { readonly properties: Readonly<Record<string, JsonSchema>> } {
  return isRecord(value) && isRecord(value["properties"]);
}
