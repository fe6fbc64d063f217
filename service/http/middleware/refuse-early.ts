import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ClassifyService } from "../../judging/classifier.ts";
import type { AppEnv } from "../dependencies.ts";

/**
 * Refuses requests that exceed the capacity before reading their body or querying a store, so that a refusal is cheap.
 * A request with an Idempotency-Key continues, since it may repeat one that was accepted.
 */
export function refuseEarly(
  classifier: Pick<ClassifyService, "refuseEarly">,
  waitMsOf: (c: Context<AppEnv>) => number | null,
) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.header("Idempotency-Key") === undefined) {
      classifier.refuseEarly({ caller: c.get("caller"), waitMs: waitMsOf(c) });
    }
    return next();
  });
}
