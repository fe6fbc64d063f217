/** The part of JSON Schema that the OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
}

/** One property. Nested properties have a path: policy.id, messages[].role. */
export interface SchemaRow {
  readonly path: string;
  readonly required: boolean;
  readonly types: readonly TypeName[];
  readonly constraints: readonly string[];
  readonly description: string;
}

/** `component` is the name of another message. */
export interface TypeName {
  readonly text: string;
  readonly component?: string;
}

/** Returns the properties of a schema in order, each followed by its nested properties. */
export function schemaRows(schema: Schema, prefix = ""): SchemaRow[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const row: SchemaRow = {
      path,
      required: schema.required?.includes(name) === true,
      types: typesOf(property),
      constraints: constraintsOf(property),
      description: property.description ?? "",
    };
    return [row, ...schemaRows(property, path)];
  });
  const inItems = schema.items === undefined ? [] : schemaRows(schema.items, `${prefix}[]`);
  const inValues =
    typeof schema.additionalProperties === "object"
      ? schemaRows(schema.additionalProperties, `${prefix}.*`)
      : [];
  const inChoices = (schema.anyOf ?? []).flatMap((choice) => schemaRows(choice, prefix));
  return [...own, ...inItems, ...inValues, ...inChoices];
}

export function typesOf(schema: Schema): TypeName[] {
  if (schema.$ref !== undefined) return [componentOf(schema.$ref)];
  if (schema.anyOf !== undefined) return unique(schema.anyOf.flatMap(typesOf));
  if (schema.enum !== undefined) return schema.enum.map((value) => ({ text: JSON.stringify(value) }));
  if (schema.const !== undefined) return [{ text: JSON.stringify(schema.const) }];
  if (schema.items !== undefined) {
    return typesOf(schema.items).map(({ text, ...rest }) => ({ ...rest, text: `${text}[]` }));
  }
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["any"]);
  return types.map((text) => ({
    text: text === "string" && schema.format !== undefined ? schema.format : text,
  }));
}

function componentOf(reference: string): TypeName {
  const component = reference.slice(reference.lastIndexOf("/") + 1);
  return { text: component, component };
}

function unique(types: readonly TypeName[]): TypeName[] {
  return [...new Map(types.map((type) => [type.text, type])).values()];
}

/** Returns constraints as text, including those of array items and alternatives. */
export function constraintsOf(schema: Schema): string[] {
  const { pattern, uniqueItems } = schema;
  return [
    range(schema.minimum, schema.maximum, ""),
    range(schema.minLength, schema.maxLength, " characters"),
    range(schema.minItems, schema.maxItems, " items"),
    range(schema.minProperties, schema.maxProperties, " properties"),
    uniqueItems === true ? "unique items" : "",
    pattern === undefined ? "" : `\`${pattern}\``,
    schema.default === undefined ? "" : `default \`${JSON.stringify(schema.default)}\``,
    ...(schema.anyOf ?? []).flatMap(constraintsOf),
    ...(schema.items === undefined ? [] : constraintsOf(schema.items).map((text) => `each ${text}`)),
  ].filter((text) => text !== "");
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (from === undefined && to === undefined) return "";
  if (to === undefined) return `at least ${from}${unit}`;
  return from === undefined ? `at most ${to}${unit}` : `${from} to ${to}${unit}`;
}
