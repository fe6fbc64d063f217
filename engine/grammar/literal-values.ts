import type { Conjunction } from "./expand-schema.ts";
import { printJson } from "./json-style.ts";
import { MAX_ENUMERATED_INTEGERS } from "./limits.ts";
import { countKeyword, keyword, listKeyword, numberKeyword } from "./read-keyword.ts";
import { pointerTo, unsupported } from "./schema-keywords.ts";
import type { JsonType } from "./schema-types.ts";

/** Keywords that narrow arrays and objects. They are not checked against a listed value. */
const STRUCTURAL = [
  "properties",
  "required",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "unevaluatedItems",
];

/**
 * The values that `const` and `enum` allow, without those that violate the types, lengths and bounds of the schemas;
 * undefined if neither keyword is present.
 */
export function listedValues(
  conjunction: Conjunction,
  types: ReadonlySet<JsonType> | null,
): unknown[] | undefined {
  let values: unknown[] | undefined;
  for (const located of conjunction) {
    const constant = keyword(located, "const");
    const lists = [constant === undefined ? undefined : [constant], listKeyword(located, "enum")];
    for (const list of lists) {
      if (list !== undefined) {
        const texts = new Set(list.map(printJson));
        values = (values ?? [...list]).filter((value) => texts.has(printJson(value)));
      }
    }
  }
  return values?.filter((value) => (types === null || hasType(value, types)) && fits(conjunction, value));
}

/**
 * All integers within the bounds of the schemas, if both bounds are given and there are at most
 * MAX_ENUMERATED_INTEGERS values between them; undefined otherwise.
 */
export function enumeratedIntegers(conjunction: Conjunction): number[] | undefined {
  let low = -Infinity;
  let high = Infinity;
  for (const located of conjunction) {
    low = Math.max(low, Math.ceil(numberKeyword(located, "minimum") ?? -Infinity));
    low = Math.max(low, Math.floor(numberKeyword(located, "exclusiveMinimum") ?? -Infinity) + 1);
    high = Math.min(high, Math.floor(numberKeyword(located, "maximum") ?? Infinity));
    high = Math.min(high, Math.ceil(numberKeyword(located, "exclusiveMaximum") ?? Infinity) - 1);
  }
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high - low >= MAX_ENUMERATED_INTEGERS) {
    return undefined;
  }
  const values = Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
  return values.filter((value) => fits(conjunction, value));
}

function hasType(value: unknown, types: ReadonlySet<JsonType>): boolean {
  if (typeof value === "number") {
    return types.has("number") || (types.has("integer") && Number.isInteger(value));
  }
  return types.has(typeOf(value));
}

function typeOf(value: unknown): JsonType {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  return typeof value as "boolean" | "number" | "string" | "object";
}

function fits(conjunction: Conjunction, value: unknown): boolean {
  return conjunction.every((located) => {
    if (typeof value === "string") {
      const length = Array.from(value).length;
      return (
        length >= (countKeyword(located, "minLength") ?? 0) &&
        length <= (countKeyword(located, "maxLength") ?? Infinity)
      );
    }
    if (typeof value === "number") {
      const step = numberKeyword(located, "multipleOf");
      return (
        value >= (numberKeyword(located, "minimum") ?? -Infinity) &&
        value <= (numberKeyword(located, "maximum") ?? Infinity) &&
        value > (numberKeyword(located, "exclusiveMinimum") ?? -Infinity) &&
        value < (numberKeyword(located, "exclusiveMaximum") ?? Infinity) &&
        (step === undefined || Number.isInteger(value / step))
      );
    }
    if (typeof value === "object" && value !== null) {
      const narrowing = STRUCTURAL.find((name) => keyword(located, name) !== undefined);
      if (narrowing !== undefined) {
        throw unsupported(
          pointerTo(located.pointer, narrowing),
          "cannot be combined with a listed array or object",
        );
      }
    }
    return true;
  });
}
