import { isRecord, locate, pointerTo, unsupported } from "./schema-keywords.ts";
import type { LocatedSchema } from "./schema-keywords.ts";

/** The value of a keyword of the schema itself, never of its prototype. */
export function keyword(located: LocatedSchema, name: string): unknown {
  return Object.hasOwn(located.schema, name) ? located.schema[name] : undefined;
}

/** Reads a count; undefined if absent. Throws SchemaUnsupportedError if it is not a whole number >= 0. */
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

/** Reads a finite number; undefined if absent. */
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

/** Reads a list; undefined if absent. */
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

/** Reads an object of schemas: the subschemas by their names. */
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
 * Reads a keyword that closes an object or array. Throws SchemaUnsupportedError if its value is a schema.
 * (`unevaluated*` has no effect: the grammar is closed anyway.)
 */
export function isClosed(located: LocatedSchema, name: string): boolean {
  const value = keyword(located, name);
  if (value !== undefined && typeof value !== "boolean") {
    throw unsupported(pointerTo(located.pointer, name), "may only be true or false");
  }
  return value === false;
}
