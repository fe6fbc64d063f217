interface ToolSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly default?: string | number;
  readonly enum?: readonly string[];
  readonly items?: ToolSchema;
  readonly nullable?: boolean;
  readonly oneOf?: readonly ToolSchema[];
  readonly properties?: Readonly<Record<string, ToolSchema>>;
  readonly required?: readonly string[];
}

/**
 * Function tools as Harmony shows them to a model. Gavel's prompts have no tools, so this is part of the tests and not
 * of the product. It covers what the golden texts hold: flat objects, with titles, descriptions,
 * examples, defaults, enums, arrays, `nullable` and `oneOf`; nested objects are not supported.
 */
export interface FunctionTool {
  readonly name: string;
  readonly description: string;
  readonly parameters?: ToolSchema;
}

export function functionToolsSection(tools: readonly FunctionTool[]): string {
  const blocks = tools.map(({ name, description, parameters }) => {
    const argument = parameters === undefined ? "" : `_: ${objectType(parameters)}`;
    return `// ${description}\ntype ${name} = (${argument}) => any;\n\n`;
  });
  return `# Tools\n\n## functions\n\nnamespace functions {\n\n${blocks.join("")}} // namespace functions`;
}

function objectType(schema: ToolSchema): string {
  const lines = Object.entries(schema.properties ?? {}).map(([key, value]) =>
    property(schema.required?.includes(key) === true ? key : `${key}?`, value),
  );
  return `${comment(schema.description)}{\n${lines.join("")}}`;
}

function property(key: string, schema: ToolSchema): string {
  const title = schema.title === undefined ? "" : `// ${schema.title}\n//\n`;
  const exampleLines = (schema.examples ?? []).map((example) => `// - ${JSON.stringify(example)}\n`);
  const examples = exampleLines.length === 0 ? "" : `// Examples:\n${exampleLines.join("")}`;
  const above = title + comment(schema.description) + examples;
  const fallback = defaultText(schema);
  if (schema.oneOf === undefined) {
    return `${above}${key}: ${typeName(schema)},${fallback === "" ? "" : ` // ${fallback}`}\n`;
  }
  const variantLines = schema.oneOf.map((variant, index) => {
    const description = index === 0 ? "" : (variant.description ?? "");
    const notes = [description, defaultText(variant)].filter(Boolean).join(" ");
    return ` | ${typeName(variant)}${notes === "" ? "" : ` // ${notes}`}\n`;
  });
  return `${above}${comment(fallback || undefined)}${key}:\n${variantLines.join("")},\n`;
}

function typeName(schema: ToolSchema): string {
  const base = schema.enum?.map((value) => JSON.stringify(value)).join(" | ") ?? schema.type ?? "any";
  const name = schema.items === undefined ? base : `${typeName(schema.items)}[]`;
  return schema.nullable === true ? `${name} | null` : name;
}

function comment(text: string | undefined): string {
  return text === undefined ? "" : `// ${text}\n`;
}

/** The default of an enum has no quotation marks; the default of any other string has. */
function defaultText({ default: value, enum: values }: ToolSchema): string {
  if (value === undefined) {
    return "";
  }
  return `default: ${values === undefined ? JSON.stringify(value) : value}`;
}
