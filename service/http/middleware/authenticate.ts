import { createMiddleware } from "hono/factory";
import type { Scope } from "../../../schemas/api-key.ts";
import type { KeyUse } from "../../audit/key-use.ts";
import { ServiceError } from "../../errors.ts";
import type { Caller } from "../../keys/key-store.ts";
import type { Callers } from "../callers.ts";
import type { Credential } from "../credential.ts";
import type { AppEnv } from "../dependencies.ts";
import type { PerMinute } from "../per-minute.ts";
import { problemResponse, toProblem } from "../problem.ts";
import { readCredential } from "../read-credential.ts";
import { requireSameOrigin } from "../sessions/same-origin.ts";
import { clientAddress } from "../waiting.ts";

export interface AuthenticateOptions {
  readonly callers: Pick<Callers, "authenticate">;
  /** Whether a request requires no key. */
  readonly isOpen: (method: string, path: string) => boolean;
  /**
   * Paths for browsers, which accept HTTP Basic with the key as the password. Only for reading: a browser also sends
   * these credentials with requests from other sites.
   */
  readonly basic: ReadonlySet<string>;
  /** Paths whose callers can send the key only as X-API-Key. */
  readonly apiKeyHeader: ReadonlySet<string>;
  readonly failures: Pick<PerMinute, "count">;
  readonly keyUse: Pick<KeyUse, "note">;
}

/**
 * Authenticates the caller by the Authorization field or the cookie of a session. Responds with 401 (RFC 6750, RFC
 * 7617), or with 429 to an address that sends too many invalid keys. A valid key is always accepted: another client of
 * the same proxy must not be able to lock it out.
 */
export function authenticate(options: AuthenticateOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!options.isOpen(c.req.method, c.req.path)) {
      const basic = options.basic.has(c.req.path) && (c.req.method === "GET" || c.req.method === "HEAD");
      const credential = readCredential(c, { basic, apiKeyHeader: options.apiKeyHeader.has(c.req.path) });
      if (credential?.kind === "session") requireSameOrigin(c);
      const found = credential === null ? null : await options.callers.authenticate(credential);
      if (credential === null || found === null) {
        // A request without a key is not an attempt to guess one.
        const waitSeconds = credential === null ? null : await options.failures.count(clientAddress(c) ?? "");
        if (waitSeconds !== null) throw throttled(waitSeconds);
        const answer = toProblem(new ServiceError("unauthorized", refusal(credential)), c.get("requestId"));
        return problemResponse(answer, { "WWW-Authenticate": challenge(credential, basic) });
      }
      options.keyUse.note(found.caller.keyId);
      c.set("caller", found.caller);
      c.set("session", found.session);
      c.set("credential", credential);
    }
    return next();
  });
}

/** Responds with 403 unless the caller's key has the scope, or admin. Requires `authenticate` before it. */
export function requireScope(scope: Scope) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!hasScope(c.get("caller"), scope)) {
      throw new ServiceError("forbidden", `This operation requires a key with the scope ${scope}.`);
    }
    await next();
  });
}

/** Whether an authenticated caller has the scope, or admin. */
export function hasScope({ scopes }: Caller, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}

/** The error of an address that sent too many credentials that are not valid. */
export function throttled(retryAfterSeconds: number): ServiceError {
  return new ServiceError(
    "authentication_throttled",
    "This address sent too many invalid keys. Wait, then send a valid key.",
    { retryAfterSeconds },
  );
}

function refusal(credential: Credential | null): string {
  switch (credential?.kind) {
    case undefined:
      return "The request has no API key. Send Authorization: Bearer with a key.";
    case "key":
      return "The API key is unknown or revoked. Send a valid key.";
    case "session":
      return "The session has ended: it expired, or its API key was revoked. Sign in again.";
  }
}

function challenge(credential: Credential | null, basic: boolean): string {
  const bearer = `Bearer realm="gavel"${credential?.kind === "key" ? ', error="invalid_token"' : ""}`;
  return basic ? `Basic realm="gavel", charset="UTF-8", ${bearer}` : bearer;
}
