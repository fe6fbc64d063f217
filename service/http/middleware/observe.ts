import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { RefusalTally } from "../refusal-tally.ts";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]);

/**
 * Polled continuously by machines, or files of the dashboard, so successful requests are logged only at level debug.
 */
const QUIET_ROUTES: ReadonlySet<string> = new Set([
  "/healthz",
  "/readyz",
  "/metrics",
  "/app/*",
  "/app/assets/*",
]);

/**
 * Logs and measures each request: method, route pattern, status, time and ids. Never the path or query (they contain
 * ids and filter values that callers chose), a header, a body or a key. A streamed response is logged when it has
 * ended. Refusals are counted and logged together.
 */
export function observe({ logger, metrics }: Pick<AppDependencies, "logger" | "metrics">) {
  const refusals = new RefusalTally(logger);
  return createMiddleware<AppEnv>(async (c, next) => {
    const start = performance.now();
    await next();
    const ended = c.get("ended") as AppEnv["Variables"]["ended"] | undefined;
    if (ended === undefined) record(c, start);
    else void ended.then(() => record(c, start));
  });

  function record(c: Context<AppEnv>, start: number): void {
    const milliseconds = performance.now() - start;
    const method = METHODS.has(c.req.method) ? c.req.method : "OTHER";
    // The first match handles the request: /verdicts/stream precedes /verdicts/:id.
    const route = matchedRoutes(c).find(({ path }) => path !== "/*")?.path ?? "unmatched";
    const { status } = c.res;
    metrics.observeRequest({ method, route, status, seconds: milliseconds / 1000 });
    const refusal = c.get("refusal") as AppEnv["Variables"]["refusal"] | undefined;
    if (refusal !== undefined) {
      refusals.count(refusal);
      return;
    }
    const caller = c.get("caller") as AppEnv["Variables"]["caller"] | undefined;
    const verdictIds = c.get("verdictIds") as readonly string[] | undefined;
    const fields = {
      method,
      route,
      status,
      ms: Math.round(milliseconds * 10) / 10,
      request_id: c.get("requestId"),
      ...(caller === undefined ? {} : { key_id: caller.keyId }),
      ...(verdictIds === undefined ? {} : { verdict_ids: verdictIds }),
      ...(c.req.raw.signal.aborted ? { client_gone: true } : {}),
    };
    logger[QUIET_ROUTES.has(route) && status < 400 ? "debug" : "info"](fields, "request");
  }
}
