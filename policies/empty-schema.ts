import { isObject } from "../schemas/is-object.ts";
import type { JsonSchema } from "./policy.ts";
import type { SchemaFault } from "./schema-fault.ts";

const UUID_CHARACTERS = 36;
const DATE_TIME_CHARACTERS = 20;
/** Numbers are written with at most 15 digits before the point. */
const MAX_NUMBER = 1e15;

/** Pairs of keywords for a lower and an upper bound. */
const BOUNDS = [
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minimum", "maximum"],
] as const;

/**
 * Why no value can satisfy this schema, by its own keywords; pointers start at the schema. Contradictions between
 * several schemas are found when the grammar is compiled.
 */
export function emptinessFaults(node: JsonSchema): SchemaFault[] {
  return [
    ...boundFaults(node),
    ...listedFaults(node),
    ...requiredFaults(node),
    ...arrayFaults(node),
    ...rangeFaults(node),
    ...formatFaults(node),
    ...exclusiveFaults(node),
  ];
}

function boundFaults(node: JsonSchema): SchemaFault[] {
  return BOUNDS.flatMap(([lower, upper]) => {
    const [least, most] = [numberOf(node, lower), numberOf(node, upper)];
    return least !== null && most !== null && least > most
      ? [{ pointer: `/${lower}`, message: `is above ${upper}, so nothing satisfies it` }]
      : [];
  });
}

/** At least one listed value must satisfy the keywords next to the list. */
function listedFaults(node: JsonSchema): SchemaFault[] {
  const keyword = "enum" in node ? "enum" : "const";
  if (!(keyword in node)) return [];
  const values: unknown = keyword === "enum" ? node["enum"] : [node["const"]];
  if (!Array.isArray(values)) return [];
  if (values.length === 0) return [{ pointer: "/enum", message: "lists no value, so nothing satisfies it" }];
  if ("const" in node && !values.some((value) => isSame(value, node["const"]))) {
    return [{ pointer: "/const", message: "is not among the values of enum" }];
  }
  if (!values.some((value) => hasTypeOf(node, value))) {
    return [{ pointer: `/${keyword}`, message: "has no value of the schema's type" }];
  }
  return values.some((value) => hasTypeOf(node, value) && isWithin(node, value))
    ? []
    : [{ pointer: `/${keyword}`, message: "has no value within the schema's bounds" }];
}

function requiredFaults(node: JsonSchema): SchemaFault[] {
  const { required, properties } = node;
  if (!Array.isArray(required) || typeof properties !== "object" || properties === null) return [];
  return required.flatMap((name: unknown, index) =>
    typeof name === "string" && !Object.hasOwn(properties, name)
      ? [{ pointer: `/required/${index}`, message: "names no property, and no other property is allowed" }]
      : [],
  );
}

function arrayFaults(node: JsonSchema): SchemaFault[] {
  const least = numberOf(node, "minItems") ?? 0;
  const { items, prefixItems } = node;
  const prefix = Array.isArray(prefixItems) ? prefixItems.length : 0;
  if (items === false || (items === undefined && prefixItems !== undefined)) {
    return least > prefix
      ? [
          {
            pointer: "/minItems",
            message: "is above the number of prefixItems, and no further item is allowed",
          },
        ]
      : [];
  }
  const listed = typeof items === "object" && items !== null ? (items as JsonSchema)["enum"] : undefined;
  if (node["uniqueItems"] !== true || prefix > 0 || !Array.isArray(listed)) return [];
  const different = new Set(listed.map((value) => JSON.stringify(value))).size;
  return least > different
    ? [{ pointer: "/minItems", message: "is above the number of different items that `items` allows" }]
    : [];
}

function rangeFaults(node: JsonSchema): SchemaFault[] {
  if (node["type"] !== "integer" && node["type"] !== "number") return [];
  const least = Math.max(
    numberOf(node, "minimum") ?? -MAX_NUMBER,
    numberOf(node, "exclusiveMinimum") ?? -MAX_NUMBER,
  );
  const most = Math.min(
    numberOf(node, "maximum") ?? MAX_NUMBER,
    numberOf(node, "exclusiveMaximum") ?? MAX_NUMBER,
  );
  const keyword = "minimum" in node ? "minimum" : "maximum" in node ? "maximum" : "exclusiveMinimum";
  const open = least === numberOf(node, "exclusiveMinimum") || most === numberOf(node, "exclusiveMaximum");
  if (least > most || (least === most && open)) {
    return "minimum" in node && "maximum" in node && numberOf(node, "minimum")! > numberOf(node, "maximum")!
      ? []
      : [{ pointer: `/${keyword}`, message: "leaves no number of at most 15 digits" }];
  }
  if (node["type"] === "number") return [];
  const step = Math.max(1, numberOf(node, "multipleOf") ?? 1);
  const first = Math.ceil(least / step) * step;
  const afterFirst = first === numberOf(node, "exclusiveMinimum") ? first + step : first;
  const fits = afterFirst < most || (afterFirst === most && most !== numberOf(node, "exclusiveMaximum"));
  return fits ? [] : [{ pointer: `/${keyword}`, message: "leaves no integer" }];
}

function formatFaults(node: JsonSchema): SchemaFault[] {
  const most = numberOf(node, "maxLength") ?? Number.POSITIVE_INFINITY;
  const least = numberOf(node, "minLength") ?? 0;
  const { format } = node;
  if (format === "uuid" && (most < UUID_CHARACTERS || least > UUID_CHARACTERS)) {
    return [{ pointer: "/format", message: `needs ${UUID_CHARACTERS} characters` }];
  }
  return format === "date-time" && most < DATE_TIME_CHARACTERS
    ? [{ pointer: "/format", message: `needs at least ${DATE_TIME_CHARACTERS} characters` }]
    : [];
}

/** A value that matches one of two equal alternatives of oneOf matches both. */
function exclusiveFaults(node: JsonSchema): SchemaFault[] {
  const { oneOf } = node;
  if (!Array.isArray(oneOf)) return [];
  const seen = new Set<string>();
  return oneOf.flatMap((alternative: unknown, index) => {
    const text = JSON.stringify(alternative);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [
      {
        pointer: `/oneOf/${index}`,
        message: "equals an earlier alternative, so no value can match exactly one",
      },
    ];
  });
}

function hasTypeOf(node: JsonSchema, value: unknown): boolean {
  const { type } = node;
  if (type === undefined) return true;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.some((each) => isOfType(value, each));
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function isWithin(node: JsonSchema, value: unknown): boolean {
  if (typeof value === "string") {
    const length = [...value].length;
    return length >= (numberOf(node, "minLength") ?? 0) && length <= (numberOf(node, "maxLength") ?? length);
  }
  if (typeof value !== "number") return true;
  return value >= (numberOf(node, "minimum") ?? value) && value <= (numberOf(node, "maximum") ?? value);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function numberOf(node: JsonSchema, keyword: string): number | null {
  const value = node[keyword];
  return typeof value === "number" ? value : null;
}
