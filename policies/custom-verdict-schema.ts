import { isObject } from "../schemas/is-object.ts";
import { compileValidator, isValidSchema } from "../schemas/validate.ts";
import { checkSchema } from "./check-schema.ts";
import type { SchemaFault } from "./schema-fault.ts";
import { PolicyError } from "./errors.ts";
import type { JsonSchema, VerdictSchema } from "./policy.ts";
import { ANNOTATION_KEYWORDS } from "./schema-keywords.ts";

/** Bounds for what a policy's schema leaves unbounded, so that every verdict ends. */
const MAX_STRING_CHARACTERS = 2000;
const MAX_ARRAY_ITEMS = 32;

/**
 * A policy's own output schema: a closed object that requires `violation` (0 or 1) and `rationale` (text),
 * within the part of JSON Schema 2020-12 that decoding can enforce. `strict` is the same schema with
 * bounds on what it leaves unbounded and without annotations; the order of properties is kept.
 *
 * Throws PolicyError output_schema_invalid, with pointers from the front matter's root.
 */
export function compileCustomVerdictSchema(schema: JsonSchema): VerdictSchema {
  const faults = [...checkSchema(schema), ...verdictFaults(schema)];
  if (faults.length === 0) faults.push(...compileFaults(schema));
  if (faults.length > 0) {
    throw new PolicyError(
      "output_schema_invalid",
      "The output schema of the policy is not valid",
      faults.map(({ pointer, message }) => ({ pointer: `/output_schema${pointer}`, message })),
    );
  }
  return { custom: true, shown: schema, strict: bounded(schema) };
}

function verdictFaults(schema: JsonSchema): SchemaFault[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const faults: SchemaFault[] = [];
  if (schema["type"] !== "object") faults.push({ pointer: "/type", message: 'must be "object"' });
  if (!decides(properties["violation"])) {
    faults.push({ pointer: "/properties/violation", message: 'must be {"enum": [0, 1]}' });
  }
  const rationale = properties["rationale"];
  if (!isObject(rationale) || rationale["type"] !== "string") {
    faults.push({ pointer: "/properties/rationale", message: 'must have "type": "string"' });
  }
  for (const name of ["violation", "rationale"]) {
    if (!required.includes(name)) faults.push({ pointer: "/required", message: `must list ${name}` });
  }
  return faults;
}

/** True for an enum of 0 and 1, or a choice between the constants 0 and 1. */
function decides(violation: unknown): boolean {
  if (!isObject(violation)) return false;
  const { type = "integer", enum: listed, anyOf, oneOf } = violation;
  const choice = anyOf ?? oneOf;
  const values: unknown =
    listed ?? (Array.isArray(choice) ? choice.map((branch: JsonSchema) => branch["const"]) : []);
  return (
    (type === "integer" || type === "number") &&
    Array.isArray(values) &&
    values.length === 2 &&
    values.includes(0) &&
    values.includes(1)
  );
}

/** Ajv decides. Its messages quote the schema, so they are not passed on. */
function compileFaults(schema: JsonSchema): SchemaFault[] {
  const fault = { pointer: "", message: "is not valid JSON Schema 2020-12 in Ajv's strict mode" };
  if (!isValidSchema(schema)) return [fault];
  try {
    compileValidator(bounded(schema));
    return [];
  } catch {
    return [fault];
  }
}

function bounded(schema: JsonSchema): JsonSchema {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword !== "$schema" && !ANNOTATION_KEYWORDS.has(keyword)) {
      result[keyword] = boundedKeyword(keyword, value);
    }
  }
  const literal = "enum" in schema || "const" in schema;
  if (!literal && hasType(schema, "string")) result["maxLength"] ??= MAX_STRING_CHARACTERS;
  if (!literal && hasType(schema, "array")) {
    result["maxItems"] ??= Math.max(MAX_ARRAY_ITEMS, Number(schema["minItems"] ?? 0));
  }
  return result;
}

function boundedKeyword(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case "properties":
    case "$defs":
      return Object.fromEntries(
        Object.entries(value as object).map(([name, child]) => [name, bounded(child as JsonSchema)]),
      );
    case "anyOf":
    case "oneOf":
    case "prefixItems":
      return (value as readonly JsonSchema[]).map(bounded);
    case "items":
      return value === false ? false : bounded(value as JsonSchema);
    default:
      return value;
  }
}

function hasType(schema: JsonSchema, type: string): boolean {
  const types = schema["type"];
  return types === type || (Array.isArray(types) && types.includes(type));
}
