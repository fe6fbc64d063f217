import type { Validation } from "../../schemas/validate.ts";
import { type ErrorFault, ServiceError } from "../errors.ts";

interface QuerySchema {
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * Reads the query of a URL by a schema: integers and booleans are recognised where the schema asks for them,
 * anything unknown, repeated or out of bounds is a fault at "/<parameter>". Throws invalid_request.
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
    message: "is given more than once",
  }));
  if (!validation.ok) faults.push(...validation.faults);
  throw new ServiceError(
    "invalid_request",
    "The query is not valid; see errors, where /x names the parameter x.",
    {
      faults,
    },
  );
}

function typed(text: string, { properties }: QuerySchema, name: string): unknown {
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const type = schema !== undefined && "type" in schema ? schema.type : undefined;
  if (type === "integer" && /^\d{1,10}$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
