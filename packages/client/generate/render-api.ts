import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from "../../../schemas/openapi-document.ts";
import { comment, key, schemaToType } from "./schema-to-type.ts";

const HEAD = `// Made from the service's OpenAPI document by \`npm run generate\`. Do not edit.

import type { RawBody } from "./raw-body.ts";
`;
const JSON_TYPE = "application/json";

/**
 * The TypeScript of api.ts for a document: the messages (`Schemas`), what each operation takes and answers
 * (`Operations`), and how it is asked (`OPERATIONS`). Throws where two operations have one id.
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
    `/** What each operation takes and answers. */\nexport interface Operations {\n${operations
      .map(({ operation }) => operationType(operation))
      .join("")}}\n`,
    `/** How each operation is asked. */\nexport const OPERATIONS = {\n${operations
      .map(({ path, method, operation }) => operationData(path, method, operation))
      .join("")}} as const;\n`,
  ].join("\n");
}

function operationType(operation: OpenApiOperation): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const of = (place: OpenApiParameter["in"]) =>
    parametersType(parameters.filter((each) => each.in === place));
  const answers = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const lines = [
    `path: ${of("path")}`,
    `query: ${of("query")}`,
    `headers: ${of("header")}`,
    `body: ${requestBody === undefined ? "undefined" : bodyType(requestBody.content)}`,
    `answers: {\n${answers
      .map(([status, { content }]) => `      readonly ${status}: ${answerType(content)};\n`)
      .join("")}    }`,
  ];
  return `${comment(`${summary}.`, "  ")}  readonly ${operationId}: {\n${lines
    .map((line) => `    readonly ${line};\n`)
    .join("")}  };\n`;
}

function parametersType(parameters: readonly OpenApiParameter[]): string {
  const members = parameters.map(
    ({ name, required, description, schema }) =>
      `${comment(description, "      ")}      readonly ${key(name)}${required ? "" : "?"}: ${schemaToType(schema, "      ")};\n`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}    }`;
}

/** Messages are typed, and everything else is what `fetch` takes. */
function bodyType(content: OpenApiContent): string {
  const types = Object.entries(content).map(([mediaType, { schema }]) =>
    mediaType === JSON_TYPE ? schemaToType(schema, "    ") : "RawBody",
  );
  return [...new Set(types)].join(" | ");
}

/** The JSON where there is some: the client asks for it. Else the answer itself, unread. */
function answerType(content: OpenApiContent | undefined): string {
  if (content === undefined) return "null";
  const json = content[JSON_TYPE];
  return json === undefined ? "Response" : schemaToType(json.schema, "      ");
}

function operationData(path: string, method: string, { operationId, requestBody }: OpenApiOperation): string {
  const mediaType = Object.keys(requestBody?.content ?? {})[0] ?? null;
  const data = { method: method.toUpperCase(), path, mediaType };
  return `  ${operationId}: ${JSON.stringify(data)},\n`;
}
