import { describe, expect, it } from "vitest";
import { SCOPES } from "../../../schemas/api-key.ts";
import { createOpenApiDocument } from "../../../schemas/openapi.ts";
import type { OpenApiOperation } from "../../../schemas/openapi-document.ts";
import { OPERATIONS } from "../../../schemas/operations/all.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ERROR_CATALOGUE } from "../../../service/error-catalogue/catalogue.ts";
import { createApp } from "../../../service/http/app.ts";
import { isDashboardPath } from "../../../service/http/routes/dashboard.ts";
import type { AppDependencies } from "../../../service/http/dependencies.ts";

const document = createOpenApiDocument({ version: "1.2.3", errors: ERROR_CATALOGUE });
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
);

/** Every object in the document, with its position. */
function* objectsIn(
  value: unknown,
  pointer = "#",
): Generator<readonly [pointer: string, object: Record<string, unknown>]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [pointer, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) {
    yield* objectsIn(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

function resolve(reference: string): unknown {
  const tokens = reference
    .slice(2)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return tokens.reduce<unknown>(
    (at, token) => (at as Record<string, unknown> | undefined)?.[token],
    document,
  );
}

/** A self-contained schema of the document, with its references into `$defs`. */
function standalone(schema: object): object {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")) as object;
}

describe("the OpenAPI document", () => {
  it("is OpenAPI 3.1 with the given version, as plain JSON", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.version).toBe("1.2.3");
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it("resolves every reference, and uses every component", () => {
    const used = new Set<string>();
    for (const [, object] of objectsIn(document)) {
      const reference = object["$ref"];
      if (typeof reference !== "string") continue;
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(resolve(reference), reference).toBeTypeOf("object");
      used.add(reference.slice("#/components/schemas/".length));
    }
    // The front matter is part of a markdown document: referred to in words only.
    expect([...used, "PolicyFrontMatter"].toSorted()).toEqual(
      Object.keys(document.components.schemas).toSorted(),
    );
  });

  it("has no $id that would change what a reference is relative to", () => {
    const withId = [...objectsIn(document)].filter(([, object]) => typeof object["$id"] === "string");
    expect(withId.map(([pointer]) => pointer)).toEqual([]);
  });

  it.each(Object.entries(document.components.schemas))("%s is a complete schema", (title, schema) => {
    expect(schema).toMatchObject({ title });
    expect(() => compileValidator(standalone({ $ref: `#/$defs/${title}` }))).not.toThrow();
  });

  it("closes every message except the one that a proxy may extend", () => {
    for (const [title, schema] of Object.entries(document.components.schemas)) {
      if ((schema as { type?: string }).type !== "object" || title === "GuardrailRequest") continue;
      expect((schema as { additionalProperties?: unknown }).additionalProperties, title).toBe(false);
    }
  });

  it("names each operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("throws if an operation names an unknown code", () => {
    expect(() => createOpenApiDocument({ version: "1", errors: {} })).toThrow(/unknown code/);
  });
});

describe.each(operations)("$name", ({ path, operation }) => {
  it("describes its parameters", () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(described.map(({ name }) => name)).toEqual(inPath);
    const { query } = OPERATIONS.find(({ id }) => id === operation.operationId) ?? {};
    for (const parameter of operation.parameters) {
      const inQuery = parameter.in === "query" && query?.required?.includes(parameter.name) === true;
      expect(parameter.required, parameter.name).toBe(parameter.in === "path" || inQuery);
      expect(parameter.schema).toBeTypeOf("object");
    }
  });

  it("says which key it requires", () => {
    const scopes = operation.security.flatMap((requirement) => Object.values(requirement).flat());
    expect(SCOPES).toEqual(expect.arrayContaining(scopes));
    const isOpen = ["/", "/healthz", "/readyz"].includes(path) || operation.operationId === "signIn";
    expect(operation.security.length === 0).toBe(isOpen);
  });

  it("describes each response, problems as problems", () => {
    expect(Object.keys(operation.responses)).toContain("500");
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).not.toBe("");
      const codes = response["x-codes"];
      if (codes === undefined) continue;
      const type = path === "/v1/moderations" ? "application/json" : "application/problem+json";
      expect(Object.keys(response.content ?? {})).toEqual([type]);
      for (const code of codes) {
        expect(String(ERROR_CATALOGUE[code as keyof typeof ERROR_CATALOGUE].status)).toBe(status);
      }
    }
  });

  it("has examples that satisfy their schemas", () => {
    for (const { schema, example } of contentsOf(operation)) {
      if (example === undefined) continue;
      expect(compileValidator(standalone(schema))(example)).toEqual({ ok: true, value: example });
    }
  });
});

function contentsOf({ requestBody, responses }: OpenApiOperation): { schema: object; example?: unknown }[] {
  return [
    requestBody?.content ?? {},
    ...Object.values(responses).map(({ content }) => content ?? {}),
  ].flatMap((content) => Object.values(content));
}

describe("routes and reference", () => {
  it("are the same in both directions", () => {
    // No route is called: only the table of routes is read.
    const http = { maxBodyBytes: 1, defaultWaitSeconds: 0, maxWaitSeconds: 0, host: "", port: 0 };
    const app = createApp({ config: { http }, version: "1" } as unknown as AppDependencies);
    const routes = new Set(
      app.routes
        .filter(({ method, path }) => method !== "ALL" && !isDashboardPath(path))
        .map(({ method, path }) => `${method} ${path}`),
    );
    const names: Record<string, string> = {
      policy_id: ":id",
      verdict_id: ":id",
      batch_id: ":id",
      key_id: ":id",
      webhook_id: ":id",
      delivery_id: ":id",
      version: ":version",
      golden_set: ":name",
      evaluation_id: ":id",
      trial_id: ":id",
      session_id: ":session",
    };
    const documented = OPERATIONS.map(
      ({ method, path }) =>
        `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "")}`,
    );
    expect(documented.toSorted()).toEqual([...routes].toSorted());
  });
});
