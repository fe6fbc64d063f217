import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../dependencies.ts";

/** Over HTTPS its prefix __Host- keeps other hosts of the domain from setting it. */
const NAME = "gavel_session";
const COOKIE = { path: "/", httpOnly: true, sameSite: "Strict" } as const;
const SECURE = { ...COOKIE, secure: true, prefix: "host" } as const;

export function readSessionCookie(c: Context<AppEnv>): string | undefined {
  return getCookie(c, NAME, "host") ?? getCookie(c, NAME);
}

export function setSessionCookie(
  c: Context<AppEnv>,
  token: string,
  { expiresAt }: { readonly expiresAt: Date },
): void {
  const maxAge = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
  setCookie(c, NAME, token, { ...(isOverHttps(c) ? SECURE : COOKIE), maxAge });
}

export function deleteSessionCookie(c: Context<AppEnv>): void {
  deleteCookie(c, NAME, isOverHttps(c) ? SECURE : COOKIE);
}

/**
 * Whether the browser speaks HTTPS. The service itself speaks HTTP behind a proxy, so only the browser can know: it
 * sends Origin with each POST and DELETE. A client that forges Origin changes only its own cookie; X-Forwarded-Proto
 * would require a trusted proxy.
 */
function isOverHttps(c: Context<AppEnv>): boolean {
  return c.req.header("Origin")?.startsWith("https://") === true;
}
