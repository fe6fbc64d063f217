import type { CompileBudget } from "./compile-budget.ts";
import { MAX_ALTERNATIVES } from "./limits.ts";
import { keyword, listKeyword } from "./read-keyword.ts";
import { isRecord, locate, pointerTo, unsupported } from "./schema-keywords.ts";
import type { LocatedSchema } from "./schema-keywords.ts";

/** Schemas that one value must all satisfy. */
export type Conjunction = readonly LocatedSchema[];

/**
 * Resolves `$ref`, `allOf`, `anyOf` and `oneOf` into disjunctive normal form: a value satisfies all of the
 * schemas if every schema of at least one conjunction holds, read without those four keywords.
 *
 * Throws SchemaUnsupportedError for a reference that leaves the schema, has no target or refers to
 * itself, for more than MAX_ALTERNATIVES conjunctions, and if the `budget` is exhausted.
 */
export function expandSchemas(
  root: LocatedSchema,
  schemas: Conjunction,
  budget: CompileBudget,
): Conjunction[] {
  return schemas
    .map((located) => expand(root, located, budget, []))
    .reduce((one, other) => product(one, other, schemas[0]?.pointer ?? ""), [[]]);
}

function expand(
  root: LocatedSchema,
  located: LocatedSchema,
  budget: CompileBudget,
  openRefs: readonly string[],
): Conjunction[] {
  return budget.nested(located.pointer, () => {
    const factors: Conjunction[][] = [[[located]]];
    const ref = keyword(located, "$ref");
    if (ref !== undefined) {
      const target = resolveRef(root, ref, pointerTo(located.pointer, "$ref"));
      if (openRefs.includes(target.pointer)) {
        throw unsupported(pointerTo(located.pointer, "$ref"), "refers to itself");
      }
      factors.push(expand(root, target, budget, [...openRefs, target.pointer]));
    }
    for (const part of subschemas(located, "allOf")) {
      factors.push(expand(root, part, budget, openRefs));
    }
    for (const name of ["anyOf", "oneOf"]) {
      if (keyword(located, name) !== undefined) {
        factors.push(subschemas(located, name).flatMap((part) => expand(root, part, budget, openRefs)));
      }
    }
    return factors.reduce((one, other) => product(one, other, located.pointer));
  });
}

function product(some: Conjunction[], others: Conjunction[], pointer: string): Conjunction[] {
  if (some.length * others.length > MAX_ALTERNATIVES) {
    throw unsupported(pointer, `has more than ${MAX_ALTERNATIVES} alternatives`);
  }
  return some.flatMap((one) => others.map((other) => join(one, other)));
}

function subschemas(located: LocatedSchema, name: string): LocatedSchema[] {
  const pointer = pointerTo(located.pointer, name);
  return (listKeyword(located, name) ?? []).map((part, index) => locate(part, pointerTo(pointer, index)));
}

function join(one: Conjunction, other: Conjunction): Conjunction {
  const added = other.filter(({ pointer }) => !one.some((located) => located.pointer === pointer));
  return [...one, ...added];
}

/** A local JSON Pointer in URI fragment form (RFC 6901, section 6). */
function resolveRef(root: LocatedSchema, ref: unknown, at: string): LocatedSchema {
  if (typeof ref !== "string" || !/^#(?:\/|$)/u.test(ref)) {
    throw unsupported(at, "must be a JSON Pointer inside the schema (#/...)");
  }
  let value: unknown = root.schema;
  let pointer = "";
  for (const part of ref.split("/").slice(1)) {
    const key = decodeFragment(part, at).replaceAll("~1", "/").replaceAll("~0", "~");
    const container = value;
    if (!(isRecord(container) || Array.isArray(container)) || !Object.hasOwn(container, key)) {
      throw unsupported(at, "has no target");
    }
    value = (container as Readonly<Record<string, unknown>>)[key];
    pointer = pointerTo(pointer, key);
  }
  return locate(value, pointer);
}

function decodeFragment(part: string, at: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unsupported(at, "is not a valid URI fragment");
  }
}
