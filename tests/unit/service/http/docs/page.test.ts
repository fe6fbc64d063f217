import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createOpenApiDocument } from "../../../../../schemas/openapi.ts";
import { ERROR_CATALOGUE } from "../../../../../service/error-catalogue/catalogue.ts";
import { DOCS_CONTENT_SECURITY_POLICY, renderDocs } from "../../../../../service/http/docs/page.ts";

const document = createOpenApiDocument({ version: "1.2.3<script>", errors: ERROR_CATALOGUE });
const page = await renderDocs(document);
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");

describe("the reference page", () => {
  it("has an anchor for each operation, message and code", () => {
    const operationIds = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    for (const id of operationIds) expect(ids).toContain(`op-${id}`);
    for (const title of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${title}`);
    for (const code of Object.keys(ERROR_CATALOGUE)) expect(ids).toContain(`error-${code}`);
  });

  it("uses each id once, and links only to ids that exist", () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const [, label] of page.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(label);
  });

  it("escapes its input", () => {
    expect(page).toContain("1.2.3&lt;script&gt;");
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/\[object \w+\]|undefined/);
  });

  it("loads nothing from other hosts and runs no scripts", () => {
    const urls = [...page.matchAll(/\b(?:src|href)="([^"#][^"]*)"/g)].map(([, url]) => url ?? "");
    expect([...new Set(urls)].toSorted()).toEqual(["/openapi.json", "data:,"]);
    expect(page).not.toMatch(/ on\w+="| style="|@import|url\(/);
  });

  it("allows exactly its own style sheet", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(DOCS_CONTENT_SECURITY_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(DOCS_CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  });

  it("has headings without gaps and tables with headers", () => {
    const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    const inMain = levels.slice(levels.indexOf(1));
    for (const [index, level] of inMain.entries()) {
      expect(level - (inMain[index - 1] ?? level)).toBeLessThanOrEqual(1);
    }
    const tables = page.match(/<table>/g)?.length;
    expect(tables).toBeGreaterThan(30);
    expect(page.match(/<table><thead><tr><th scope="col">/g)?.length).toBe(tables);
  });
});
