import { createMiddleware } from "hono/factory";
import { type KeyLimitSettings, limitsOf } from "../../config/key-limits.ts";
import type { RequestCounter } from "../../classify/request-counter.ts";
import { ServiceError } from "../../errors.ts";
import type { AppEnv } from "../dependencies.ts";
import { OpenPerKey } from "../open-per-key.ts";
import { problemResponse, toProblem } from "../problem.ts";
import { type Quota, rateLimitFields } from "../rate-limit-fields.ts";

const WINDOW_SECONDS = 60;

export interface LimitKeysOptions {
  /** Where something is handed in to be judged. Reading is not counted. */
  readonly paths: ReadonlySet<string>;
  readonly limits: KeyLimitSettings;
  readonly requests: Pick<RequestCounter, "count">;
}

/** Holds each key to its limits, and tells what is left of them. Stands behind `authenticate`. */
export function limitKeys({ paths, limits, requests }: LimitKeysOptions) {
  const open = new OpenPerKey();
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method !== "POST" || !paths.has(c.req.path)) return next();
    const { keyId } = c.get("caller");
    const { requestsPerMinute, concurrentRequests } = limitsOf(limits, keyId);
    const quotas: Quota[] = [];
    const refuse = (error: ServiceError): Response =>
      problemResponse(toProblem(error, c.get("requestId")), rateLimitFields(quotas));

    if (requestsPerMinute !== null) {
      const { requests: sent, resetSeconds } = await requests.count(keyId);
      quotas.push({
        name: "requests",
        quota: requestsPerMinute,
        remaining: requestsPerMinute - sent,
        windowSeconds: WINDOW_SECONDS,
        resetSeconds,
      });
      if (sent > requestsPerMinute) {
        return refuse(
          new ServiceError("rate_limit_exceeded", `It may send ${requestsPerMinute} in a minute.`, {
            retryAfterSeconds: resetSeconds,
          }),
        );
      }
    }
    const end = open.begin(keyId, concurrentRequests);
    quotas.push({
      name: "concurrent",
      quota: concurrentRequests,
      remaining: concurrentRequests - open.count(keyId),
      unit: "concurrent-requests",
    });
    if (end === null) {
      return refuse(
        new ServiceError(
          "concurrency_limit_exceeded",
          `It may have ${concurrentRequests} at a time; wait for one to end.`,
          { retryAfterSeconds: 1 },
        ),
      );
    }
    try {
      await next();
    } finally {
      end();
    }
    for (const [name, value] of Object.entries(rateLimitFields(quotas))) c.res.headers.set(name, value);
    return undefined;
  });
}
