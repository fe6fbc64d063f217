import type { Hono } from "hono";
import type { Health, ReadinessResource } from "../../../schemas/health.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { knownCaller } from "../middleware/authenticate.ts";
import { closingSignal } from "../waiting.ts";

/**
 * Liveness and readiness, open to all: a load balancer has no key. What is missing is told to any valid key. Both are
 * told from memory, the key included, so that they respond whatever the stores do.
 */
export function healthRoutes(app: Hono<AppEnv>, { readiness, canRecover, keys }: AppDependencies): void {
  app.get("/healthz", (c) => {
    const alive = canRecover();
    const health: Health = { status: alive ? "ok" : "failing" };
    return c.json(health, alive ? 200 : 503);
  });

  app.get("/readyz", (c) => {
    const { ready: works, checks } = readiness();
    const ready = works && closingSignal(c)?.aborted !== true;
    const isKnown = knownCaller(keys, c.req.header("Authorization")) !== null;
    const body: ReadinessResource = isKnown ? { ready, checks } : { ready };
    return c.json(body, ready ? 200 : 503);
  });
}
