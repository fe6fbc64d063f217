import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
} from "./openapi-document.ts";
import { Components, referenceTo } from "./openapi-components.ts";
import { openApiWebhooks } from "./openapi-webhooks.ts";
import { OPERATIONS } from "./operations/all.ts";
import type { Operation, OperationBody, OperationResponse, ResponseHeader } from "./operations/operation.ts";
import { PATH_PARAMETERS, REQUEST_HEADERS, RESPONSE_HEADERS } from "./operations/parameters.ts";
import { policyFrontMatterSchema } from "./policy.ts";
import { problemSchema } from "./problem.ts";

export interface OpenApiOptions {
  /** The version of the service. */
  readonly version: string;
  /** Status and title of each error code that operations name. */
  readonly errors: Readonly<Record<string, { readonly status: number; readonly title: string }>>;
}

const TAGS = [
  { name: "Classify", description: "Judge content and get its verdict." },
  { name: "Batches", description: "Many items in one upload, and their results in input order." },
  { name: "Verdicts", description: "The records of accepted items." },
  { name: "Reviews", description: "Verdicts that people check, and what they decide." },
  { name: "Policies", description: "Policies in Markdown and their immutable versions." },
  { name: "Evaluations", description: "Golden sets, and how accurately a policy judges them." },
  { name: "Trials", description: "Shadows and replays: a candidate judges what another version has judged." },
  { name: "Compatible", description: "The same verdicts through the APIs of other services." },
  { name: "Keys", description: "API keys and their scopes." },
  { name: "Sessions", description: "Signing in to the dashboard." },
  { name: "Audit", description: "Who did what, and when." },
  {
    name: "Webhooks",
    description: "Events sent to your endpoints, following the Standard Webhooks specification.",
  },
  { name: "Operating", description: "Monitoring, and this API description." },
];

/** The OpenAPI 3.1 description of the service. Throws if an operation names a code that is not in `errors`. */
export function createOpenApiDocument({ version, errors }: OpenApiOptions): OpenApiDocument {
  const components = new Components();
  components.add(problemSchema);
  components.add(policyFrontMatterSchema);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation, components, errors),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Gavel",
      version,
      summary: "Policy-based content moderation: a policy in, a validated verdict out.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: "/" }],
    tags: TAGS,
    paths,
    webhooks: openApiWebhooks(components),
    components: {
      schemas: components.schemas,
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "An API key with the scope that the operation requires.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "gavel_session",
          description:
            "The session of a browser, with the scopes of its key; over HTTPS the name is `__Host-gavel_session`. A " +
            "request that is not GET or HEAD must come from a page of the service, as `Sec-Fetch-Site` or `Origin` " +
            "says.",
        },
        apiKeyHeader: {
          type: "apiKey",
          in: "header",
          name: "X-API-Key",
          description: "The same key, for callers that cannot send Authorization.",
        },
        browser: {
          type: "http",
          scheme: "basic",
          description: "For a browser: any user name, the API key as the password.",
        },
      },
    },
  };
}

function describe(
  operation: Operation,
  components: Components,
  errors: OpenApiOptions["errors"],
): OpenApiOperation {
  const { id, tag, summary, description, body, scope, credentials } = operation;
  const roles = [scope, operation.alsoScope].filter(
    (each) => each !== undefined && each !== "any" && each !== "none",
  ) as string[];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security:
      scope === "none"
        ? []
        : [
            ...(credentials === "session" ? [] : [{ apiKey: roles }]),
            ...(credentials === "key" ? [] : [{ session: roles }]),
            ...(operation.apiKeyHeader === true ? [{ apiKeyHeader: roles }] : []),
            ...(operation.basic === true ? [{ browser: roles }] : []),
          ],
    parameters: parametersOf(operation, components),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description: body.description,
            content: contentOf([body], components),
          },
        }),
    responses: {
      ...Object.fromEntries(
        operation.responses.map((response) => [response.status, responseOf(response, components)]),
      ),
      ...problemResponses(operation, components, errors),
    },
  };
}

function parametersOf({ path, query, headers = [] }: Operation, components: Components): OpenApiParameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]): OpenApiParameter => {
    const parameter = PATH_PARAMETERS[name];
    if (parameter === undefined) throw new Error(`path parameter ${name} is not described`);
    return { name, in: "path", required: true, ...parameter };
  });
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]): OpenApiParameter => {
    const { description, ...rest } = schema as { readonly description?: string };
    return {
      name,
      in: "query",
      required: query?.required?.includes(name) === true,
      ...(description && { description }),
      schema: components.resolve(rest),
    };
  });
  const inHeader = headers.map((name): OpenApiParameter => ({
    name,
    in: "header",
    required: false,
    ...REQUEST_HEADERS[name],
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function responseOf(
  { description, bodies, headers }: OperationResponse,
  components: Components,
): OpenApiResponse {
  return {
    description,
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    ...(bodies === undefined ? {} : { content: contentOf(bodies, components) }),
  };
}

function headersOf(names: readonly ResponseHeader[]): NonNullable<OpenApiResponse["headers"]> {
  return Object.fromEntries(
    names.map((name) => [name, { description: RESPONSE_HEADERS[name], schema: { type: "string" } }]),
  );
}

/** Several schemas for one media type become an `anyOf`. */
function contentOf(bodies: readonly OperationBody[], components: Components): OpenApiContent {
  const content: Record<string, { schema: object; example?: unknown }> = {};
  for (const { mediaType, schema, example } of bodies) {
    const reference = schema === undefined ? textSchema(mediaType) : components.add(schema);
    const earlier = content[mediaType];
    content[mediaType] =
      earlier === undefined
        ? { schema: reference, ...(example === undefined ? {} : { example }) }
        : { ...earlier, schema: { anyOf: [earlier.schema, reference] } };
  }
  return content;
}

function textSchema(mediaType: string): object {
  return mediaType === "application/json" ? { type: "object" } : { type: "string" };
}

function problemResponses(
  operation: Operation,
  components: Components,
  errors: OpenApiOptions["errors"],
): Record<string, OpenApiResponse> {
  const codes = new Set([...operation.problems, ...commonProblems(operation)]);
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const error = errors[code];
    if (error === undefined) throw new Error(`${operation.id} names the unknown code ${code}`);
    byStatus.set(error.status, [...(byStatus.get(error.status) ?? []), code]);
  }
  // If an operation defines its own response for a status (503 of readiness), that response is kept.
  const own = new Set(operation.responses.map(({ status }) => status));
  const errorContent: OpenApiContent =
    operation.errorBody === undefined
      ? { "application/problem+json": { schema: referenceTo(problemSchema.title) } }
      : { "application/json": { schema: components.add(operation.errorBody) } };
  const statuses = [...byStatus].filter(([status]) => !own.has(status)).sort(([a], [b]) => a - b);
  return Object.fromEntries(
    statuses.map(([status, named]) => [
      status,
      {
        description: named.map((code) => `\`${code}\`: ${errors[code]?.title ?? ""}.`).join(" "),
        ...(status === 503 || status === 429 ? { headers: headersOf(["Retry-After"]) } : {}),
        content: errorContent,
        "x-codes": named,
      },
    ]),
  );
}

function commonProblems({ scope, body, method, credentials }: Operation): readonly string[] {
  const json = body?.schema === undefined ? [] : ["invalid_json"];
  return [
    ...(body === undefined
      ? []
      : ["invalid_request", ...json, "body_too_large", "unsupported_media_type", "not_utf8"]),
    ...(scope === "none" ? [] : ["unauthorized", "authentication_throttled", "not_ready", "shutting_down"]),
    ...(scope === "none" || scope === "any" ? [] : ["forbidden"]),
    ...(scope === "none" || method === "get" || credentials === "key" ? [] : ["csrf_refused"]),
    "internal_error",
  ];
}
