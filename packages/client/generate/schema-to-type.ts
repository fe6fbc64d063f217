/** The part of JSON Schema 2020-12 that the service's messages use. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly description?: string;
}

const REFERENCE = /^#\/components\/schemas\/([A-Za-z]\w*)$/;

/**
 * The TypeScript type of the values that a schema allows. It may allow more: bounds, patterns and `not` have no type,
 * nor do alternatives that only require properties. Throws for an unknown reference or type.
 */
export function schemaToType(schema: object, indent = ""): string {
  const { $ref, allOf, anyOf, oneOf, ...own } = schema as Schema;
  if ($ref !== undefined) {
    const name = REFERENCE.exec($ref)?.[1];
    if (name === undefined) throw new Error(`${$ref} is not a component`);
    return `Schemas["${name}"]`;
  }
  const parts = [
    own.type === undefined && own.const === undefined && own.enum === undefined ? [] : [ownType(own, indent)],
    ...(allOf ?? []).map((part) => (saysType(part) ? [schemaToType(part, indent)] : [])),
    ...[anyOf, oneOf].map((choices) => (choices?.every(saysType) ? [unionOf(choices, indent)] : [])),
  ].flat();
  if (parts.length <= 1) return parts[0] ?? "unknown";
  return parts.map((part) => (part.includes(" | ") ? `(${part})` : part)).join(" & ");
}

/** A documentation comment, or "" without a text. */
export function comment(text: string | undefined, indent: string): string {
  return text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "*\\/")} */\n`;
}

function saysType(schema: Schema): boolean {
  return ["$ref", "const", "enum", "type", "anyOf", "oneOf", "allOf"].some((keyword) => keyword in schema);
}

function unionOf(choices: readonly Schema[], indent: string): string {
  return [...new Set(choices.map((choice) => schemaToType(choice, indent)))].join(" | ");
}

function ownType(schema: Schema, indent: string): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => typeNamed(type, schema, indent)).join(" | ");
}

function typeNamed(type: string, schema: Schema, indent: string): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return `ReadonlyArray<${schema.items === undefined ? "unknown" : schemaToType(schema.items, indent)}>`;
    case "object":
      return objectType(schema, indent);
    default:
      throw new Error(`${type} is not a type of JSON`);
  }
}

function objectType(schema: Schema, indent: string): string {
  const inner = `${indent}  `;
  const names = Object.keys(schema.properties ?? {});
  const members = names.map((name) => {
    const property = schema.properties![name]!;
    const mark = schema.required?.includes(name) === true ? "" : "?";
    return `${comment(property.description, inner)}${inner}readonly ${key(name)}${mark}: ${schemaToType(property, inner)};`;
  });
  const rest = schema.additionalProperties ?? true;
  if (rest !== false) {
    // Next to named properties the index signature must allow their types too.
    const type = rest === true || names.length > 0 ? "unknown" : schemaToType(rest, inner);
    members.push(`${inner}readonly [name: string]: ${type};`);
  }
  return members.length === 0 ? "{}" : `{\n${members.join("\n")}\n${indent}}`;
}

/** A property's name, quoted if TypeScript requires it. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
