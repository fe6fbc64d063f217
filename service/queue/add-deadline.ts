import { ServiceError } from "../errors.ts";

/** Rejects with ServiceError not_ready where the store has not answered in time; what was asked may still happen. */
export async function withinDeadline<T>(asked: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(queueUnavailable()), timeoutMs);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    throw error instanceof ServiceError ? error : queueUnavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

function queueUnavailable(cause?: unknown): ServiceError {
  return new ServiceError("not_ready", "The queue does not answer; try again shortly.", {
    retryAfterSeconds: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
