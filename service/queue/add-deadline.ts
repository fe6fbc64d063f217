import { ServiceError } from "../errors.ts";
import { withinLimit } from "../within-limit.ts";

/** Rejects with ServiceError not_ready where the store has not answered in time; what was asked may still happen. */
export async function withinDeadline<T>(asked: Promise<T>, timeoutMs: number): Promise<T> {
  try {
    return await withinLimit(asked, timeoutMs, queueUnavailable);
  } catch (error) {
    throw error instanceof ServiceError ? error : queueUnavailable(error);
  }
}

function queueUnavailable(cause?: unknown): ServiceError {
  return new ServiceError("not_ready", "The queue does not answer; try again shortly.", {
    retryAfterSeconds: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
