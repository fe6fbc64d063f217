import type { ErrorEntry } from "./error-entry.ts";

/** Codes of requests whose caller is unknown, or may not do what the request asks for. */
export const ACCESS_ERRORS = {
  unauthorized: {
    status: 401,
    title: "A valid API key is required",
    cause: "No API key was sent, or it is unknown or revoked; or the session of the dashboard has ended.",
    remedy:
      "Send `Authorization: Bearer` with a key. `gavel keys create` creates one. In the dashboard: sign in again.",
  },
  sign_in_failed: {
    status: 401,
    title: "Signing in failed",
    cause: "The API key is unknown or revoked, or the sign-in link is unknown, expired or used.",
    remedy: "Sign in with a valid key, or create another link with `gavel dashboard`.",
  },
  csrf_refused: {
    status: 403,
    title: "The request does not come from a page of this service",
    cause:
      "A request with the cookie of a session changes something, and its `Sec-Fetch-Site` or `Origin` is that of " +
      "another site or absent.",
    remedy:
      "Programs send an API key in `Authorization` instead of a cookie. A proxy must pass `Host`, `Origin` and " +
      "`Sec-Fetch-Site` unchanged.",
  },
  key_required: {
    status: 403,
    title: "The request requires an API key",
    cause: "The request has the cookie of a session, and a session cannot do this.",
    remedy: "Send `Authorization: Bearer` with an API key.",
  },
  forbidden: {
    status: 403,
    title: "The API key lacks a scope",
    cause: "The key is valid but does not have the scope that `detail` names.",
    remedy: "Use a key with that scope. The scopes of a key cannot change, so create a new key if needed.",
  },
  authentication_throttled: {
    status: 429,
    title: "Too many invalid API keys from this address",
    cause:
      "This address sent more invalid keys, sessions and sign-in links than `GAVEL_MAX_AUTH_FAILURES` within a minute.",
    remedy: "Repeat the request after `Retry-After` seconds with a valid key.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
