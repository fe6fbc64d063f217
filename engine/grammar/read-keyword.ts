import { isRecord, locate, pointerTo, unsupported } from "./schema-keywords.ts";
import type { LocatedSchema } from "./schema-keywords.ts";

/** The value of a keyword of the schema itself, never of its prototype. */
export function keyword(located: LocatedSchema, name: string): unknown {
  return Object.hasOwn(located.schema, name) ? located.schema[name] : undefined;
}

/** A keyword that counts: undefined where absent. Throws SchemaUnsupportedError if it is no whole number >= 0. */
export function countKeyword(located: LocatedSchema, name: string): number | undefined {
  const value = keyword(located, name);
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw unsupported(pointerTo(located.pointer, name), "must be a whole number of at least 0");
  }
  return value;
}

/** A keyword that holds a finite number: undefined where absent. */
export function numberKeyword(located: LocatedSchema, name: string): number | undefined {
  const value = keyword(located, name);
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw unsupported(pointerTo(located.pointer, name), "must be a number");
  }
  return value;
}

/** A keyword that holds a list: undefined where absent. */
export function listKeyword(located: LocatedSchema, name: string): readonly unknown[] | undefined {
  const value = keyword(located, name);
  if (value === undefined) {
    return undefined;
  }
  if (!Array.isArray(value)) {
    throw unsupported(pointerTo(located.pointer, name), "must be an array");
  }
  return value;
}

/** The subschemas of a keyword that holds an object of schemas, by their names. */
export function subschemasByName(located: LocatedSchema, name: string): [string, LocatedSchema][] {
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

export function stringList(located: LocatedSchema, name: string): readonly string[] {
  const list = listKeyword(located, name) ?? [];
  if (!list.every((entry) => typeof entry === "string")) {
    throw unsupported(pointerTo(located.pointer, name), "must be an array of strings");
  }
  return list;
}

/**
 * Reads a keyword that says whether an object or array is closed. Throws SchemaUnsupportedError for a schema
 * in its place. (`unevaluated*` changes nothing: what is written is closed anyway.)
 */
export function isClosed(located: LocatedSchema, name: string): boolean {
  const value = keyword(located, name);
  if (value !== undefined && typeof value !== "boolean") {
    throw unsupported(pointerTo(located.pointer, name), "may only be true or false");
  }
  return value === false;
}
