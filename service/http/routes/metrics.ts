import type { Hono } from "hono";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";

/** Prometheus exposition. */
export function metricsRoutes(app: Hono<AppEnv>, { metrics }: AppDependencies): void {
  app.get("/metrics", requireScope("verdicts:read"), async (c) => {
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { "Content-Type": contentType });
  });
}
