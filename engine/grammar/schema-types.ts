import type { Conjunction } from "./expand-schema.ts";
import { keyword } from "./read-keyword.ts";
import { pointerTo, unsupported } from "./schema-keywords.ts";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

const TYPES: readonly JsonType[] = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** The types that a schema without `type` implies, by its keywords. */
const TYPE_OF_KEYWORD: readonly (readonly [string, JsonType])[] = [
  ["properties", "object"],
  ["required", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
  ["minLength", "string"],
  ["maxLength", "string"],
];

/** The types that every `type` keyword allows; null if there is none. `number` includes `integer`. */
export function declaredTypes(conjunction: Conjunction): Set<JsonType> | null {
  let types = null as readonly JsonType[] | null;
  for (const located of conjunction) {
    const value = keyword(located, "type");
    if (value === undefined) {
      continue;
    }
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    const declared = TYPES.filter(
      (type) => names.includes(type) || (type === "integer" && names.includes("number")),
    );
    if (declared.length === 0 || names.some((name) => !TYPES.includes(name as JsonType))) {
      throw unsupported(pointerTo(located.pointer, "type"), "is not a JSON type");
    }
    types = types?.filter((type) => declared.includes(type)) ?? declared;
  }
  return types === null ? null : new Set(withoutDoubleNumber(types));
}

/** `number` includes `integer`, so that one number is not two alternatives. */
function withoutDoubleNumber(types: readonly JsonType[]): JsonType[] {
  return types.filter((type) => type !== "integer" || !types.includes("number"));
}

/** Throws SchemaUnsupportedError if no keyword implies a type. */
export function inferredTypes(conjunction: Conjunction): Set<JsonType> {
  const types = TYPE_OF_KEYWORD.filter(([name]) =>
    conjunction.some((located) => keyword(located, name) !== undefined),
  ).map(([, type]) => type);
  if (types.length === 0) {
    throw unsupported(
      conjunction[0]?.pointer ?? "",
      "has no type, const or enum, so any value would be valid",
    );
  }
  return new Set(types);
}
