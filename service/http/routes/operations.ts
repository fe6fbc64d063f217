import type { Hono } from "hono";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";

/** The state of the whole service, for operators. */
export function operationsRoutes(
  app: Hono<AppEnv>,
  { serviceState }: Pick<AppDependencies, "serviceState">,
): void {
  app.get("/operations", requireScope("operations:read"), async (c) => c.json(await serviceState()));
}
