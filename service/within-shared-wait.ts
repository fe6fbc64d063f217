import { ServiceError } from "./errors.ts";
import { withinLimit } from "./within-limit.ts";

/**
 * What many requests wait for together must not hang on one connection that has fallen silent: the connection has
 * 12 seconds, they have these. Who comes next asks anew, over another connection.
 */
const SHARED_WAIT_LIMIT_MS = 5000;

/** Rejects with ServiceError not_ready once the limit has passed. The message names what was waited for. */
export function withinSharedWait<T>(
  asked: Promise<T>,
  what: string,
  limitMs = SHARED_WAIT_LIMIT_MS,
): Promise<T> {
  return withinLimit(
    asked,
    limitMs,
    () =>
      new ServiceError("not_ready", `The database did not ${what} in time; try again shortly.`, {
        retryAfterSeconds: 1,
      }),
  );
}
