import type { Context } from "hono";
import { ServiceError } from "../../errors.ts";
import type { AppEnv } from "../dependencies.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Throws csrf_refused unless a page of this service sent the request, or it only reads. For requests that a cookie
 * authenticates: browsers send cookies no matter which page caused the request.
 */
export function requireSameOrigin(c: Context<AppEnv>): void {
  if (!READING.has(c.req.method) && siteOf(c) !== "own") throw csrfRefused();
}

/** Throws csrf_refused if the page of another site sent the request. A client that is not a browser is allowed. */
export function refuseOtherSites(c: Context<AppEnv>): void {
  if (siteOf(c) === "other") throw csrfRefused();
}

function csrfRefused(): ServiceError {
  return new ServiceError(
    "csrf_refused",
    "Send Sec-Fetch-Site: same-origin, as browsers do for pages of this service, or use an API key in Authorization.",
  );
}

/**
 * Which page sent the request. Browsers send Sec-Fetch-Site over HTTPS and to localhost, and Origin with every request
 * that is not GET or HEAD; pages can set neither. The scheme of Origin is not compared: behind a proxy the service does
 * not know its own.
 */
function siteOf(c: Context<AppEnv>): "own" | "other" | "unknown" {
  const site = c.req.header("Sec-Fetch-Site");
  if (site !== undefined) return site === "same-origin" ? "own" : "other";
  const origin = c.req.header("Origin");
  if (origin === undefined) return "unknown";
  return isOwn(origin, c.req.header("Host") ?? "") ? "own" : "other";
}

function isOwn(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  const own = `${protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === originHost;
}
