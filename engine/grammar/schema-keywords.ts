import { SchemaUnsupportedError } from "../errors.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * Keywords that the grammar does not fully enforce: an output must still be validated against the
 * schema. Two are part of the grammar if that is cheap: bounds of an integer with few values
 * (`minimum`, `maximum`, their exclusive forms and `multipleOf`), and `uniqueItems` over an enumeration.
 * `oneOf` is decoded as `anyOf`, so its exclusivity is checked afterwards too.
 */
export const CHECKED_AFTERWARDS: ReadonlySet<string> = new Set([
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "not",
  "if",
  "then",
  "else",
]);

const ENFORCED: ReadonlySet<string> = new Set([
  "$ref",
  "type",
  "const",
  "enum",
  "properties",
  "required",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "unevaluatedItems",
  "minLength",
  "maxLength",
  "anyOf",
  "oneOf",
  "allOf",
]);

const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
]);

/** A schema and its location: a JSON Pointer (RFC 6901) into the whole schema, "" for the root. */
export interface LocatedSchema {
  readonly schema: JsonSchema;
  readonly pointer: string;
}

export function unsupported(pointer: string, reason: string): SchemaUnsupportedError {
  return new SchemaUnsupportedError(`The output schema cannot be decoded: "${pointer}" ${reason}.`, {
    pointer,
    reason,
  });
}

/** Appends one reference token to a JSON Pointer. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Reads a subschema. `true` is the empty schema and `false` the empty enumeration.
 *
 * Throws SchemaUnsupportedError for a value that is not a schema and for an unknown keyword: it might narrow
 * the language. Keywords that start with "x-" are annotations.
 */
export function locate(value: unknown, pointer: string): LocatedSchema {
  if (typeof value === "boolean") {
    return { schema: value ? {} : { enum: [] }, pointer };
  }
  if (!isRecord(value)) {
    throw unsupported(pointer, "is not a schema");
  }
  for (const keyword of Object.keys(value)) {
    const known = ENFORCED.has(keyword) || ANNOTATIONS.has(keyword) || CHECKED_AFTERWARDS.has(keyword);
    if (!known && !keyword.startsWith("x-")) {
      throw unsupported(pointerTo(pointer, keyword), "is a keyword that decoding does not support");
    }
  }
  return { schema: value, pointer };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
