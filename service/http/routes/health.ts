import type { Hono } from "hono";
import type { Health, ReadinessResource } from "../../../schemas/health.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";

/** Liveness, open to all; readiness, for any key. */
export function healthRoutes(app: Hono<AppEnv>, { readiness }: AppDependencies): void {
  app.get("/healthz", (c) => {
    const health: Health = { status: "ok" };
    return c.json(health);
  });

  app.get("/readyz", async (c) => {
    const { ready, checks } = await readiness();
    const body: ReadinessResource = { ready, checks };
    return c.json(body, ready ? 200 : 503);
  });
}
