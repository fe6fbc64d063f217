import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../dependencies.ts";

const HEADER = "X-Request-Id";

/** Ids that are safe in log lines and headers. */
const ACCEPTABLE = /^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}$/;

/** Uses the caller's X-Request-Id if it is safe, or generates one, and sends it in the response. */
export const requestId = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header(HEADER);
  const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID();
  c.set("requestId", id);
  await next();
  c.res.headers.set(HEADER, id);
});
