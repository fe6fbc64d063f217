import type { JsonSchema } from "../../../engine/engine.ts";

/**
 * Function tools as Harmony shows them to a model. Gavel's prompts have no tools, so this stands with the
 * tests and not in the product. It covers what the golden texts hold: flat objects, with titles, descriptions,
 * examples, defaults, enums, arrays, `nullable` and `oneOf`; objects within objects are left out.
 */
export interface FunctionTool {
  readonly name: string;
  readonly description: string;
  readonly parameters?: JsonSchema;
}

export function functionToolsSection(tools: readonly FunctionTool[]): string {
  const blocks = tools.map(({ name, description, parameters }) => {
    const argument = parameters === undefined ? "" : `_: ${objectType(parameters)}`;
    return `// ${description}\ntype ${name} = (${argument}) => any;\n\n`;
  });
  return `# Tools\n\n## functions\n\nnamespace functions {\n\n${blocks.join("")}} // namespace functions`;
}

function objectType(schema: JsonSchema): string {
  const required = (schema["required"] as string[] | undefined) ?? [];
  const properties = Object.entries((schema["properties"] as Record<string, JsonSchema> | undefined) ?? {});
  const lines = properties.map(([key, value]) => property(required.includes(key) ? key : `${key}?`, value));
  return `${comment(schema["description"])}{\n${lines.join("")}}`;
}

function property(key: string, schema: JsonSchema): string {
  const title = schema["title"] === undefined ? "" : `// ${String(schema["title"])}\n//\n`;
  const examples = (schema["examples"] as string[] | undefined) ?? [];
  const exampleLines = examples.map((example) => `// - ${JSON.stringify(example)}\n`).join("");
  const above =
    title + comment(schema["description"]) + (exampleLines === "" ? "" : `// Examples:\n${exampleLines}`);
  const fallback = defaultText(schema);
  const variants = schema["oneOf"] as JsonSchema[] | undefined;
  if (variants === undefined) {
    return `${above}${key}: ${typeName(schema)},${fallback === "" ? "" : ` // ${fallback}`}\n`;
  }
  const variantLines = variants.map((variant, index) => {
    const notes = [index === 0 ? "" : String(variant["description"] ?? ""), defaultText(variant)].filter(Boolean);
    return ` | ${typeName(variant)}${notes.length === 0 ? "" : ` // ${notes.join(" ")}`}\n`;
  });
  return `${above}${fallback === "" ? "" : `// ${fallback}\n`}${key}:\n${variantLines.join("")},\n`;
}

function typeName(schema: JsonSchema): string {
  const base = (schema["enum"] as string[] | undefined)?.map((value) => JSON.stringify(value)).join(" | ");
  const items = schema["items"] as JsonSchema | undefined;
  const name = base ?? (items === undefined ? String(schema["type"]) : `${typeName(items)}[]`);
  return schema["nullable"] === true ? `${name} | null` : name;
}

function comment(text: unknown): string {
  return text === undefined ? "" : `// ${String(text)}\n`;
}

/** A default of an enum stands bare, another string in quotation marks. */
function defaultText(schema: JsonSchema): string {
  const value = schema["default"];
  if (value === undefined) {
    return "";
  }
  return `default: ${typeof value === "string" && schema["enum"] !== undefined ? value : JSON.stringify(value)}`;
}
