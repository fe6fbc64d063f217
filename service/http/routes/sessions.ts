import type { Context, Hono } from "hono";
import {
  type SessionResource,
  type SignInLinkResource,
  type SignInRequest,
  signInRequestSchema,
} from "../../../schemas/session.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import type { Session } from "../../sessions/session-store.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { throttled } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import type { PerMinute } from "../per-minute.ts";
import { refuseOtherSites } from "../sessions/same-origin.ts";
import { deleteSessionCookie, setSessionCookie } from "../sessions/session-cookie.ts";
import { SignInLimit, signIn } from "../sessions/sign-in.ts";
import { signInUrl } from "../sessions/sign-in-url.ts";
import { clientAddress } from "../waiting.ts";

const SESSION_PATH = "/session";

const validateSignIn = compileValidator<SignInRequest>(signInRequestSchema);

export interface SessionRouteDependencies extends Pick<AppDependencies, "keys" | "sessions" | "config"> {
  /** Invalid keys by address: the counter that `authenticate` uses too. */
  readonly failures: Pick<PerMinute, "count">;
}

/** Whether a request signs in, which requires no key. */
export function isSignIn(method: string, path: string): boolean {
  return method === "POST" && path === SESSION_PATH;
}

/** Sessions of browsers: signing in with a key or a link, and out. */
export function sessionRoutes(
  app: Hono<AppEnv>,
  { keys, sessions, config, failures }: SessionRouteDependencies,
): void {
  const limit = new SignInLimit();

  app.post(SESSION_PATH, async (c) => {
    refuseOtherSites(c);
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validateSignIn);
    const created = await signIn(request, { keys, sessions }, limit);
    const resource = created === null ? null : await resourceOf(created.session);
    if (created === null || resource === null) {
      const waitSeconds = await failures.count(clientAddress(c) ?? "");
      throw waitSeconds === null ? signInFailed(request) : throttled(waitSeconds);
    }
    setSessionCookie(c, created.token, created.session);
    return c.json(resource, 201);
  });

  app.get(SESSION_PATH, async (c) => {
    const resource = await resourceOf(sessionOf(c));
    if (resource === null) throw noSession();
    return c.json(resource);
  });

  app.delete(SESSION_PATH, async (c) => {
    const session = sessionOf(c);
    await sessions.end(session, session.keyId);
    deleteSessionCookie(c);
    return c.body(null, 204);
  });

  app.post(`${SESSION_PATH}/links`, async (c) => {
    if (c.get("session") !== null) {
      throw new ServiceError(
        "key_required",
        "A session cannot create sign-in links, because they would extend it.",
      );
    }
    const { keyId } = c.get("caller");
    await limit.count(keyId);
    const { token, expiresAt } = await sessions.createLink(keyId);
    const link: SignInLinkResource = {
      url: signInUrl(token),
      expires_at: expiresAt.toISOString(),
    };
    return c.json(link, 201);
  });

  async function resourceOf({ keyId, createdAt, expiresAt }: Session): Promise<SessionResource | null> {
    const key = (await keys.list()).find(({ id }) => id === keyId);
    if (key === undefined) return null;
    return {
      key: { id: key.id, name: key.name, scopes: key.scopes },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
    };
  }
}

function sessionOf(c: Context<AppEnv>): Session {
  const session = c.get("session");
  if (session === null) throw noSession();
  return session;
}

function noSession(): ServiceError {
  return new ServiceError(
    "not_found",
    "The request has an API key and no session. Sign in with POST /session.",
  );
}

function signInFailed({ link_token: link }: SignInRequest): ServiceError {
  return new ServiceError(
    "sign_in_failed",
    link === undefined
      ? "The API key is unknown or revoked. Sign in with a valid key."
      : "The link is unknown, has expired, or has already been used. Create another one with gavel dashboard, or sign in with an API key.",
  );
}
