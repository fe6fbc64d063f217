import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../dependencies.ts";

const HEADER = "X-Request-Id";

/** What may stand in a log line and a header without care. */
const ACCEPTABLE = /^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}$/;

/** Takes the caller's X-Request-Id where it is harmless, makes one otherwise, and sends it back. */
export const requestId = createMiddleware<AppEnv>(async (c, next) => {
  const given = c.req.header(HEADER);
  const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID();
  c.set("requestId", id);
  await next();
  c.res.headers.set(HEADER, id);
});
