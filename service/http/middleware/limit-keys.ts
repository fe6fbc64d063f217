import { createMiddleware } from "hono/factory";
import { type KeyLimitSettings, limitsOf } from "../../config/key-limits.ts";
import type { RequestCounter } from "../../keys/request-counter.ts";
import { ServiceError } from "../../errors.ts";
import type { AppEnv } from "../dependencies.ts";
import { OpenPerKey } from "../open-per-key.ts";
import { rateLimitFields } from "../rate-limit-fields.ts";

const WINDOW_SECONDS = 60;

/** Adds the key's remaining quotas to every response, refusals included. Must run before the limits. */
export const sendQuotas = createMiddleware<AppEnv>(async (c, next) => {
  c.set("quotas", []);
  await next();
  for (const [name, value] of Object.entries(rateLimitFields(c.get("quotas")))) {
    c.res.headers.set(name, value);
  }
});

/** Limits the concurrent requests of each key in this process. */
export function limitConcurrency(limits: KeyLimitSettings) {
  const open = new OpenPerKey();
  return createMiddleware<AppEnv>(async (c, next) => {
    const { keyId } = c.get("caller");
    const { concurrentRequests } = limitsOf(limits, keyId);
    const end = open.begin(keyId, concurrentRequests);
    c.get("quotas").push({
      name: "concurrent",
      quota: concurrentRequests,
      remaining: concurrentRequests - open.count(keyId),
      unit: "concurrent-requests",
    });
    if (end === null) {
      throw new ServiceError(
        "concurrency_limit_exceeded",
        `The limit is ${concurrentRequests} requests at a time. Wait until one of them ends.`,
        { retryAfterSeconds: 1 },
      );
    }
    try {
      await next();
    } finally {
      end();
    }
  });
}

/**
 * Limits the requests of each key in a minute. After a key has reached its limit, further requests are refused without
 * a query until the minute is over.
 */
export function limitRate(limits: KeyLimitSettings, requests: Pick<RequestCounter, "count">) {
  const exhaustedUntil = new Map<string, number>();
  return createMiddleware<AppEnv>(async (c, next) => {
    const { keyId } = c.get("caller");
    const { requestsPerMinute } = limitsOf(limits, keyId);
    if (requestsPerMinute === null) return next();
    const secondsLeft = Math.ceil(((exhaustedUntil.get(keyId) ?? 0) - performance.now()) / 1000);
    const { requests: sent, resetSeconds } =
      secondsLeft > 0
        ? { requests: requestsPerMinute + 1, resetSeconds: secondsLeft }
        : await requests.count(keyId);
    c.get("quotas").unshift({
      name: "requests",
      quota: requestsPerMinute,
      remaining: requestsPerMinute - sent,
      windowSeconds: WINDOW_SECONDS,
      resetSeconds,
    });
    if (sent <= requestsPerMinute) return next();
    if (secondsLeft <= 0) exhaustedUntil.set(keyId, performance.now() + resetSeconds * 1000);
    throw new ServiceError(
      "rate_limit_exceeded",
      `The limit is ${requestsPerMinute} requests per minute. Wait before you send the next one.`,
      {
        retryAfterSeconds: resetSeconds,
      },
    );
  });
}
