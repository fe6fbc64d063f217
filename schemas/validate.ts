import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { pointerTo } from "./json-pointer.ts";
import { withoutOtherAlternatives } from "./nearest-alternative.ts";

/** A fault at an RFC 6901 JSON Pointer. The message contains no part of the input. */
export interface ValidationFault {
  readonly pointer: string;
  readonly message: string;
}

export type Validation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ValidationFault[] };

const MAX_FAULTS = 20;

/** The message of an unknown property. Its pointer ends with a name from the input. */
export const UNKNOWN_PROPERTY = "is an unknown property";

/**
 * For larger values only the first fault is reported: finding all of them costs time and memory for each (2 MB of
 * empty objects in place of strings: 2 s and 1 GB).
 */
const MAX_VALUES_FOR_ALL_FAULTS = 1000;

const firstFault = createAjv({ allErrors: false });
const allFaults = createAjv({ allErrors: true });

/** Ajv's defaults, `unicodeRegExp` and lengths in code points, are what the bounds of our schemas mean. */
function createAjv({ allErrors }: { readonly allErrors: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
  });
  formats.default(ajv, ["uuid", "date-time"]);
  return ajv;
}

/**
 * Compiles a schema to a validator that never echoes input. Throws if the schema itself is not valid
 * JSON Schema 2020-12 under Ajv's strict mode.
 */
export function compileValidator<T>(schema: object): (value: unknown) => Validation<T> {
  const plain = withoutId(schema);
  const validate = compileOnce(firstFault, plain);
  let findAll: ValidateFunction | undefined;
  return (value) => {
    if (validate(value)) return { ok: true, value: value as T };
    if (countValues(value, MAX_VALUES_FOR_ALL_FAULTS) >= MAX_VALUES_FOR_ALL_FAULTS) {
      return { ok: false, faults: faultsOf(validate.errors ?? []) };
    }
    findAll ??= compileOnce(allFaults, plain);
    findAll(value);
    return { ok: false, faults: faultsOf(findAll.errors ?? []) };
  };
}

/** Whether a schema is valid JSON Schema 2020-12, without compiling it. */
export function isValidSchema(schema: object): boolean {
  return firstFault.validateSchema(schema) === true;
}

/** Ajv keeps every compiled schema; those of policies would accumulate. */
function compileOnce(ajv: Ajv2020, schema: object): ValidateFunction {
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return validate;
}

/** Counts a value and the values inside it, up to `limit`. */
function countValues(value: unknown, limit: number): number {
  const rest: unknown[] = [value];
  let count = 0;
  while (rest.length > 0 && count < limit) {
    const next = rest.pop();
    count += 1;
    if (typeof next !== "object" || next === null) continue;
    const children = Object.values(next);
    if (children.length >= limit) return limit;
    rest.push(...(children as unknown[]));
  }
  return count;
}

/** Removes our `$id`s, which name OpenAPI components: in Ajv they would collide when a schema is compiled twice. */
function withoutId(schema: unknown): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === "$id" ? undefined : value)),
  ) as object;
}

function faultsOf(errors: readonly ErrorObject[]): ValidationFault[] {
  const faults = withoutOtherAlternatives(errors).map(faultOf);
  const seen = new Set<string>();
  return faults
    .filter(({ pointer, message }) => !seen.has(`${pointer} ${message}`) && seen.add(`${pointer} ${message}`))
    .slice(0, MAX_FAULTS);
}

function faultOf(error: ErrorObject): ValidationFault {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "required":
      return {
        pointer: pointerTo(error.instancePath, String(params["missingProperty"])),
        message: "is required",
      };
    case "additionalProperties":
      return {
        pointer: pointerTo(error.instancePath, String(params["additionalProperty"]).slice(0, 64)),
        message: UNKNOWN_PROPERTY,
      };
    case "enum":
      return {
        pointer: error.instancePath,
        message: `must be one of ${JSON.stringify(params["allowedValues"])}`,
      };
    case "const":
      return { pointer: error.instancePath, message: `must be ${JSON.stringify(params["allowedValue"])}` };
    case "type":
      return { pointer: error.instancePath, message: `must be ${[params["type"]].flat().join(" or ")}` };
    default:
      return { pointer: error.instancePath, message: error.message ?? "is not valid" };
  }
}
