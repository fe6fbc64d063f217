import type { Context } from "hono";
import type { ClassifyService } from "../judging/classifier.ts";
import type { Idempotency } from "../judging/verdict-store.ts";
import { ServiceError } from "../errors.ts";
import type { AppEnv } from "./dependencies.ts";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Returns the request's Idempotency-Key. Throws invalid_request. */
export function idempotencyKeyOf(c: Context<AppEnv>): string | undefined {
  const field = c.req.header("Idempotency-Key");
  if (field === undefined || IDEMPOTENCY_KEY.test(field)) return field;
  throw new ServiceError(
    "invalid_request",
    "The Idempotency-Key is not valid. Send 1 to 255 visible ASCII characters.",
  );
}

/** The identity of a request with an Idempotency-Key on this route; empty without one. */
export function namedBy(
  c: Context<AppEnv>,
  classifier: Pick<ClassifyService, "idempotencyFor">,
  route: string,
  body: unknown,
): { readonly idempotency?: Idempotency } {
  const key = idempotencyKeyOf(c);
  if (key === undefined) return {};
  return { idempotency: classifier.idempotencyFor({ caller: c.get("caller"), route, key, body }) };
}
