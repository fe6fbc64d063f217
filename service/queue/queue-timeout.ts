import { withTimeout } from "../../engine/waiting/with-timeout.ts";
import { ServiceError } from "../errors.ts";

/**
 * Rejects with ServiceError not_ready if the store fails or does not respond in time; the command may still take
 * effect.
 */
export async function withQueueTimeout<T>(command: Promise<T>, timeoutMs: number): Promise<T> {
  try {
    return await withTimeout(() => command, { timeoutMs, timeoutError: queueUnavailable });
  } catch (error) {
    throw error instanceof ServiceError ? error : queueUnavailable(error);
  }
}

function queueUnavailable(cause?: unknown): ServiceError {
  return new ServiceError("not_ready", "The queue does not respond; try again shortly.", {
    retryAfterSeconds: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
