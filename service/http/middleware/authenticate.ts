import { createMiddleware } from "hono/factory";
import type { Scope } from "../../../schemas/api-key.ts";
import type { KeyUse } from "../../audit/key-use.ts";
import type { Caller, KeyStore } from "../../keys/key-store.ts";
import { ServiceError } from "../../errors.ts";
import type { AuthFailures } from "../auth-failures.ts";
import type { AppEnv } from "../dependencies.ts";
import { problemResponse, toProblem } from "../problem.ts";
import { clientAddress } from "../waiting.ts";

/** Longer than any valid key. */
const MAX_KEY_LENGTH = 512;

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;
const BASIC = /^Basic +([A-Za-z0-9+/=_-]+) *$/i;

export interface AuthenticateOptions {
  readonly keys: KeyStore;
  /** Paths that require no key. */
  readonly isOpen: (path: string) => boolean;
  /**
   * Paths for browsers, which accept HTTP Basic with the key as the password. Only for reading: a browser also sends
   * these credentials with requests from other sites.
   */
  readonly basic: ReadonlySet<string>;
  /** Paths whose callers can send the key only as X-API-Key. */
  readonly apiKeyHeader: ReadonlySet<string>;
  readonly failures: Pick<AuthFailures, "count">;
  readonly keyUse: Pick<KeyUse, "note">;
}

/**
 * Authenticates the caller by the Authorization field. Responds with 401 (RFC 6750, RFC 7617), or with 429 to an address
 * that sends too many invalid keys. A valid key is always accepted: another client of the same proxy must not be able to
 * lock it out.
 */
export function authenticate(options: AuthenticateOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!options.isOpen(c.req.path)) {
      const basic = options.basic.has(c.req.path) && (c.req.method === "GET" || c.req.method === "HEAD");
      const apiKey = options.apiKeyHeader.has(c.req.path) ? c.req.header("X-API-Key") : undefined;
      const key = readKey(c.req.header("Authorization") ?? `Bearer ${apiKey ?? ""}`, basic);
      const caller = key === null ? null : await options.keys.authenticate(key);
      if (caller === null) {
        // A request without a key is not an attempt to guess one.
        const waitSeconds = key === null ? null : await options.failures.count(clientAddress(c) ?? "");
        if (waitSeconds !== null) return problemResponse(throttled(waitSeconds, c.get("requestId")));
        const detail =
          key === null
            ? "The request has no API key. Send Authorization: Bearer with a key."
            : "The API key is unknown or revoked. Send a valid key.";
        const answer = toProblem(new ServiceError("unauthorized", detail), c.get("requestId"));
        return problemResponse(answer, { "WWW-Authenticate": challenge(key !== null, basic) });
      }
      options.keyUse.note(caller.keyId);
      c.set("caller", caller);
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

/** Whether the key of an Authorization field is valid now and has the scope, or admin. */
export async function keyHasScope(
  keys: Pick<KeyStore, "authenticate">,
  authorization: string | undefined,
  scope: Scope,
): Promise<boolean> {
  const key = readKey(authorization ?? "", false);
  const caller = key === null ? null : await keys.authenticate(key);
  return caller !== null && hasScope(caller, scope);
}

/** Returns the caller of an Authorization field if it is known without a database query, or null. */
export function knownCaller(
  keys: Pick<KeyStore, "recall">,
  authorization: string | undefined,
): Caller | null {
  const key = readKey(authorization ?? "", false);
  return key === null ? null : keys.recall(key);
}

/** Whether an authenticated caller has the scope, or admin. */
export function hasScope({ scopes }: Caller, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}

function throttled(waitSeconds: number, requestId: string): ReturnType<typeof toProblem> {
  const error = new ServiceError(
    "authentication_throttled",
    "This address sent too many invalid keys. Wait, then send a valid key.",
    {
      retryAfterSeconds: waitSeconds,
    },
  );
  return toProblem(error, requestId);
}

function readKey(authorization: string, basic: boolean): string | null {
  const bearer = BEARER.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer.length <= MAX_KEY_LENGTH ? bearer : null;
  const encoded = basic ? BASIC.exec(authorization)?.[1] : undefined;
  if (encoded === undefined) return null;
  const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  return password !== "" && password.length <= MAX_KEY_LENGTH ? password : null;
}

function challenge(keyGiven: boolean, basic: boolean): string {
  const bearer = `Bearer realm="gavel"${keyGiven ? ', error="invalid_token"' : ""}`;
  return basic ? `Basic realm="gavel", charset="UTF-8", ${bearer}` : bearer;
}
