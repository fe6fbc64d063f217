import { createMiddleware } from "hono/factory";
import type { Scope } from "../../../schemas/api-key.ts";
import type { Caller, KeyStore } from "../../keys/key-store.ts";
import { ServiceError } from "../../errors.ts";
import type { AuthFailures } from "../auth-failures.ts";
import type { AppEnv } from "../dependencies.ts";
import { problemResponse, toProblem } from "../problem.ts";
import { clientAddress } from "../waiting.ts";

/** No key of ours is longer. */
const MAX_KEY_LENGTH = 512;

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;
const BASIC = /^Basic +([A-Za-z0-9+/=_-]+) *$/i;

export interface AuthenticateOptions {
  readonly keys: KeyStore;
  /** Paths that need no key. */
  readonly open: ReadonlySet<string>;
  /**
   * Paths that a person opens in a browser: HTTP Basic is taken there, with the key as the password. Only
   * for reading, and nowhere else: a browser sends these credentials along with other sites' requests too.
   */
  readonly basic: ReadonlySet<string>;
  /** Paths whose callers send the key as X-API-Key and cannot be told otherwise. */
  readonly apiKeyHeader: ReadonlySet<string>;
  readonly failures: Pick<AuthFailures, "count">;
}

/**
 * Finds the caller behind the Authorization field, or answers 401 (RFC 6750, RFC 7617), and 429 to an address that
 * tries too many. A key that works always does: a stranger behind the same proxy must not lock others out.
 */
export function authenticate(options: AuthenticateOptions) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!options.open.has(c.req.path)) {
      const basic = options.basic.has(c.req.path) && (c.req.method === "GET" || c.req.method === "HEAD");
      const apiKey = options.apiKeyHeader.has(c.req.path) ? c.req.header("X-API-Key") : undefined;
      const key = readKey(c.req.header("Authorization") ?? `Bearer ${apiKey ?? ""}`, basic);
      const caller = key === null ? null : await options.keys.authenticate(key);
      if (caller === null) {
        // Who sends no key does not try one.
        const waitSeconds = key === null ? null : await options.failures.count(clientAddress(c) ?? "");
        if (waitSeconds !== null) return problemResponse(throttled(waitSeconds, c.get("requestId")));
        const detail =
          key === null ? "Send Authorization: Bearer with an API key." : "The API key is unknown or revoked.";
        const answer = toProblem(new ServiceError("unauthorized", detail), c.get("requestId"));
        return problemResponse(answer, { "WWW-Authenticate": challenge(key !== null, basic) });
      }
      c.set("caller", caller);
    }
    return next();
  });
}

/** Answers 403 unless the caller's key has the scope, or admin. Stands behind `authenticate`. */
export function requireScope(scope: Scope) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (!hasScope(c.get("caller"), scope)) {
      throw new ServiceError("forbidden", `This needs a key with the scope ${scope}.`);
    }
    await next();
  });
}

/** Whether the key of an Authorization field works at this moment and has the scope, or admin. */
export async function keyHasScope(
  keys: Pick<KeyStore, "authenticate">,
  authorization: string | undefined,
  scope: Scope,
): Promise<boolean> {
  const key = readKey(authorization ?? "", false);
  const caller = key === null ? null : await keys.authenticate(key);
  return caller !== null && hasScope(caller, scope);
}

/** The caller behind an Authorization field as far as it is known without asking the database; null otherwise. */
export function knownCaller(
  keys: Pick<KeyStore, "recall">,
  authorization: string | undefined,
): Caller | null {
  const key = readKey(authorization ?? "", false);
  return key === null ? null : keys.recall(key);
}

/** Whether a key that was found valid may do this. */
export function hasScope({ scopes }: Caller, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}

function throttled(waitSeconds: number, requestId: string): ReturnType<typeof toProblem> {
  const error = new ServiceError("authentication_throttled", "Wait, and send a key that works.", {
    retryAfterSeconds: waitSeconds,
  });
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
