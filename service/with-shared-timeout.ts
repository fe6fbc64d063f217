import { withTimeout } from "../engine/waiting/with-timeout.ts";
import { ServiceError } from "./errors.ts";

/**
 * A query that many requests wait for together must not depend on one connection that has fallen silent. The pool gives
 * up such a connection after 12 seconds; the requests give up earlier, and the next one queries over another
 * connection.
 */
const SHARED_TIMEOUT_MS = 5000;

/** Rejects with ServiceError not_ready at the timeout. `action` completes "The database did not ... in time". */
export function withSharedTimeout<T>(
  query: Promise<T>,
  action: string,
  timeoutMs = SHARED_TIMEOUT_MS,
): Promise<T> {
  return withTimeout(() => query, {
    timeoutMs,
    timeoutError: () =>
      new ServiceError("not_ready", `The database did not ${action} in time; try again shortly.`, {
        retryAfterSeconds: 1,
      }),
  });
}
