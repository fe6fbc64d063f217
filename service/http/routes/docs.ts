import type { Hono } from "hono";
import { createOpenApiDocument } from "../../../schemas/openapi.ts";
import { ERROR_CATALOGUE } from "../../error-catalogue/catalogue.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { DOCS_CONTENT_SECURITY_POLICY, renderDocs } from "../docs/page.ts";
import { representation } from "../respond.ts";

/** GET /docs, rendered on the first request. */
export function docsRoutes(app: Hono<AppEnv>, { version }: AppDependencies): void {
  let page: Promise<string> | undefined;
  app.get("/docs", async (c) => {
    page ??= renderDocs(createOpenApiDocument({ version, errors: ERROR_CATALOGUE }));
    return representation(c, await page, {
      contentType: "text/html; charset=utf-8",
      headers: { "Content-Security-Policy": DOCS_CONTENT_SECURITY_POLICY },
    });
  });
}
