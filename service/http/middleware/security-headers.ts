import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../dependencies.ts";

/** For all responses except HTML pages: nothing may be loaded, run, framed or submitted. */
const API_CONTENT_SECURITY_POLICY =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const ALWAYS: readonly (readonly [name: string, value: string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
];

/** Defaults that a route may override. Strict-Transport-Security is the task of the proxy that terminates TLS. */
const UNLESS_SET: readonly (readonly [name: string, value: string])[] = [
  ["Content-Security-Policy", API_CONTENT_SECURITY_POLICY],
  ["Cache-Control", "no-store"],
];

export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const { headers } = c.res;
  for (const [name, value] of ALWAYS) headers.set(name, value);
  for (const [name, value] of UNLESS_SET) if (!headers.has(name)) headers.set(name, value);
});
