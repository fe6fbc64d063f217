import type { Hono } from "hono";
import { createOpenApiDocument } from "../../../schemas/openapi.ts";
import { ERROR_CATALOGUE } from "../../error-catalogue/catalogue.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { representation } from "../respond.ts";

/** GET /openapi.json. */
export function openApiRoutes(app: Hono<AppEnv>, { version }: AppDependencies): void {
  const body = JSON.stringify(createOpenApiDocument({ version, errors: ERROR_CATALOGUE }));
  app.get("/openapi.json", (c) => representation(c, body));
}
