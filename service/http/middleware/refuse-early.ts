import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ClassifyService } from "../../judging/classifier.ts";
import type { AppEnv } from "../dependencies.ts";

/**
 * Refuses what there is no room for before its body is read and any store is asked, so that a refusal costs next to
 * nothing. A request with an Idempotency-Key goes on: it may repeat one that was accepted.
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
