import type { Context } from "hono";
import type { Credential } from "./credential.ts";
import type { AppEnv } from "./dependencies.ts";
import { readSessionCookie } from "./sessions/session-cookie.ts";

/** Longer than any valid key. */
const MAX_KEY_LENGTH = 512;

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;
const BASIC = /^Basic +([A-Za-z0-9+/=_-]+) *$/i;

export interface CredentialOptions {
  /** Also reads HTTP Basic, with the key as the password. */
  readonly basic?: boolean;
  /** Also reads X-API-Key. */
  readonly apiKeyHeader?: boolean;
}

/** Reads the credential of a request. A key, even one that is malformed, always takes precedence over a cookie. */
export function readCredential(
  c: Context<AppEnv>,
  { basic = false, apiKeyHeader = false }: CredentialOptions = {},
): Credential | null {
  const apiKey = apiKeyHeader ? c.req.header("X-API-Key") : undefined;
  const authorization =
    c.req.header("Authorization") ?? (apiKey === undefined ? undefined : `Bearer ${apiKey}`);
  if (authorization !== undefined) {
    const key = readKey(authorization, basic);
    return key === null ? null : { kind: "key", key };
  }
  const token = readSessionCookie(c);
  return token === undefined ? null : { kind: "session", token };
}

function readKey(authorization: string, basic: boolean): string | null {
  const bearer = BEARER.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer.length <= MAX_KEY_LENGTH ? bearer : null;
  const encoded = basic ? BASIC.exec(authorization)?.[1] : undefined;
  if (encoded === undefined) return null;
  const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  return password !== "" && password.length <= MAX_KEY_LENGTH ? password : null;
}
