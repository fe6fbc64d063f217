import type { Context } from "hono";
import type { ClassifyService } from "../judging/classifier.ts";
import type { Idempotency } from "../judging/verdict-store.ts";
import { ServiceError } from "../errors.ts";
import type { AppEnv } from "./dependencies.ts";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The name that the caller gave this request, so that repeating it does nothing twice. Throws invalid_request. */
export function idempotencyKeyOf(c: Context<AppEnv>): string | undefined {
  const field = c.req.header("Idempotency-Key");
  if (field === undefined || IDEMPOTENCY_KEY.test(field)) return field;
  throw new ServiceError("invalid_request", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
}

/** By what the request is known again on this route, if its caller gave it an Idempotency-Key. */
export function namedBy(
  c: Context<AppEnv>,
  classifier: Pick<ClassifyService, "nameRequest">,
  route: string,
  body: unknown,
): { readonly idempotency?: Idempotency } {
  const key = idempotencyKeyOf(c);
  if (key === undefined) return {};
  return { idempotency: classifier.nameRequest({ caller: c.get("caller"), route, key, body }) };
}
