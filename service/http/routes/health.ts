import type { Hono } from "hono";
import type { Health, ReadinessResource } from "../../../schemas/health.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import type { Callers } from "../callers.ts";
import { readCredential } from "../read-credential.ts";
import { closingSignal } from "../waiting.ts";

export interface HealthDependencies extends Pick<AppDependencies, "readiness" | "canRecover"> {
  readonly callers: Pick<Callers, "recall">;
}

/**
 * Liveness and readiness, without a key, since load balancers have none. Only a valid key gets the state of components.
 * Both respond from memory, including the check of the key, so that they do not depend on the stores.
 */
export function healthRoutes(
  app: Hono<AppEnv>,
  { readiness, canRecover, callers }: HealthDependencies,
): void {
  app.get("/healthz", (c) => {
    const alive = canRecover();
    const health: Health = { status: alive ? "ok" : "failing" };
    return c.json(health, alive ? 200 : 503);
  });

  app.get("/readyz", (c) => {
    const { ready: works, checks } = readiness();
    const ready = works && closingSignal(c)?.aborted !== true;
    const credential = readCredential(c);
    const isKnown = credential !== null && callers.recall(credential) !== null;
    const body: ReadinessResource = isKnown ? { ready, checks } : { ready };
    return c.json(body, ready ? 200 : 503);
  });
}
