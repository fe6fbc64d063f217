import type { RateLimiterRes } from "rate-limiter-flexible";
import { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import type { RequestCount, RequestCounter } from "../keys/request-counter.ts";
import { SILENCE_LIMIT_MS } from "./redis-connection.ts";

const WINDOW_SECONDS = 60;
const PREFIX = "gavel:requests";
/** A request does not wait longer than this for its count. */
const TIMEOUT_MS = 250;

/**
 * Counts in Redis, so that all API processes count together, or in this process without Redis or while it is
 * unavailable. `onError` is called with errors of the connection.
 */
export function createRequestCounter(
  redisUrl: string | null,
  onError: (error: Error) => void,
): RequestCounter {
  // The limit depends on the key, so the library only counts.
  const window = { points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS, keyPrefix: PREFIX };
  const memory = new RateLimiterMemory(window);
  if (redisUrl === null) {
    return { count: async (keyId) => countOf(await memory.penalty(keyId)), close: () => undefined };
  }
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    commandTimeout: TIMEOUT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
  });
  redis.on("error", onError);
  const shared = new RateLimiterRedis({ ...window, storeClient: redis, insuranceLimiter: memory });
  return {
    count: async (keyId) => countOf(await shared.penalty(keyId)),
    close: () => redis.disconnect(),
  };
}

function countOf({ consumedPoints, msBeforeNext }: RateLimiterRes): RequestCount {
  return { requests: consumedPoints, resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}
