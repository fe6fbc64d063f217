import type { Validation } from "../../schemas/validate.ts";
import { type ErrorFault, ServiceError } from "../errors.ts";

interface QuerySchema {
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * Parses and validates the query of a URL. Numbers and booleans are converted as the schema requires. An unknown,
 * repeated or invalid parameter is a fault at "/<parameter>". Throws invalid_request.
 */
export function readQuery<T>(
  url: string,
  schema: QuerySchema,
  validate: (value: unknown) => Validation<T>,
): T {
  const start = url.indexOf("?");
  const query = new Map<string, unknown>();
  const repeated = new Set<string>();
  for (const [name, text] of new URLSearchParams(start === -1 ? "" : url.slice(start))) {
    if (query.has(name) && Object.hasOwn(schema.properties, name)) repeated.add(name);
    query.set(name, typed(text, schema, name));
  }
  const validation = validate(Object.fromEntries(query));
  if (validation.ok && repeated.size === 0) return validation.value;
  const faults: ErrorFault[] = [...repeated].map((name) => ({
    pointer: `/${name}`,
    message: "must not be repeated",
  }));
  if (!validation.ok) faults.push(...validation.faults);
  throw new ServiceError(
    "invalid_request",
    "The query is not valid. Fix what errors points to: /x is the parameter x.",
    {
      faults,
    },
  );
}

function typed(text: string, { properties }: QuerySchema, name: string): unknown {
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const type = schema !== undefined && "type" in schema ? schema.type : undefined;
  if (type === "integer" && /^\d{1,10}$/.test(text)) return Number(text);
  if (type === "number" && /^\d{1,3}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
