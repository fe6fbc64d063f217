import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from "../../../schemas/openapi-document.ts";
import { comment, key, schemaToType } from "./schema-to-type.ts";

const HEAD = `// Generated from the service's OpenAPI document by \`npm run generate\`. Do not edit.

import type { RawBody } from "./raw-body.ts";
`;
const JSON_TYPE = "application/json";

/**
 * Renders api.ts for a document: the messages (`Schemas`, and each by its name), what each operation takes and returns
 * (`Operations`), and how it is called (`OPERATIONS`). Throws if two operations have the same id.
 */
export function renderApi({ paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  if (new Set(ids).size < ids.length) throw new Error("two operations have the same id");
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `  readonly ${name}: ${schemaToType(schema, "  ")};\n`,
  );
  return [
    HEAD,
    `/** Messages by name. */\nexport interface Schemas {\n${schemas.join("")}}\n`,
    Object.keys(components.schemas)
      .map((name) => `export type ${name} = Schemas["${name}"];\n`)
      .join(""),
    `/** What each operation takes and returns. */\nexport interface Operations {\n${operations
      .map(({ operation }) => operationType(operation))
      .join("")}}\n`,
    `/** How each operation is called, and whether its response is JSON by default. */\nexport const OPERATIONS = {\n${operations
      .map(({ path, method, operation }) => operationData(path, method, operation))
      .join("")}} as const;\n`,
  ].join("\n");
}

function operationType(operation: OpenApiOperation): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const of = (location: OpenApiParameter["in"]) =>
    parametersType(parameters.filter((each) => each.in === location));
  const lines = [
    `path: ${of("path")}`,
    `query: ${of("query")}`,
    `headers: ${of("header")}`,
    `body: ${requestBody === undefined ? "undefined" : bodyType(requestBody.content)}`,
    `responses: {\n${successes(responses)
      .map(([status, { content }]) => `      readonly ${status}: ${responseType(content)};\n`)
      .join("")}    }`,
  ];
  return `${comment(`${summary}.`, "  ")}  readonly ${operationId}: {\n${lines
    .map((line) => `    readonly ${line};\n`)
    .join("")}  };\n`;
}

/** An optional parameter may be undefined, so that callers can pass a value that may be absent. */
function parametersType(parameters: readonly OpenApiParameter[]): string {
  const members = parameters.map(
    ({ name, required, description, schema }) =>
      `${comment(description, "      ")}      readonly ${key(name)}${required ? "" : "?"}: ${schemaToType(schema, "      ")}${required ? "" : " | undefined"};\n`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}    }`;
}

/** JSON bodies are typed; any other body is what `fetch` takes. */
function bodyType(content: OpenApiContent): string {
  const types = Object.entries(content).map(([mediaType, { schema }]) =>
    mediaType === JSON_TYPE ? schemaToType(schema, "    ") : "RawBody",
  );
  return [...new Set(types)].join(" | ");
}

/** The JSON if there is one, since the client asks for it; otherwise the unread response. */
function responseType(content: OpenApiContent | undefined): string {
  if (content === undefined) return "null";
  const json = content[JSON_TYPE];
  return json === undefined ? "Response" : schemaToType(json.schema, "      ");
}

function operationData(
  path: string,
  method: string,
  { operationId, requestBody, responses }: OpenApiOperation,
): string {
  const mediaType = Object.keys(requestBody?.content ?? {})[0] ?? null;
  const json = successes(responses).some(([, { content }]) => content?.[JSON_TYPE] !== undefined);
  const data = { method: method.toUpperCase(), path, mediaType, json };
  return `  ${operationId}: ${JSON.stringify(data)},\n`;
}

function successes(responses: OpenApiOperation["responses"]) {
  return Object.entries(responses).filter(([status]) => Number(status) < 400);
}
