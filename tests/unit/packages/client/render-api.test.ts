import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderApi } from "../../../../packages/client/generate/render-api.ts";
import { OPERATIONS } from "../../../../packages/client/src/api.ts";
import { createOpenApiDocument } from "../../../../schemas/openapi.ts";
import { ERROR_CATALOGUE } from "../../../../service/error-catalogue/catalogue.ts";

const document = createOpenApiDocument({ version: "0", errors: ERROR_CATALOGUE });

describe("the client's api.ts", () => {
  it("is up to date with the service's document (otherwise: npm run generate --prefix packages/client)", () => {
    const written = readFileSync(new URL("../../../../packages/client/src/api.ts", import.meta.url), "utf8");
    expect(written).toBe(renderApi(document));
  });

  it("has every operation of the document", () => {
    const asked = Object.values(OPERATIONS).map(({ method, path }) => `${method} ${path}`);
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(asked.toSorted()).toEqual(described.toSorted());
  });
});

it("refuses two operations with the same id", () => {
  const [first] = Object.values(document.paths);
  expect(() => renderApi({ ...document, paths: { "/a": first!, "/b": first! } })).toThrow(/same id/);
});
