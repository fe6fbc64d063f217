import type { KeyStore } from "../../service/keys/key-store.ts";
import { signInUrl } from "../../service/http/sessions/sign-in-url.ts";
import type { SessionStore } from "../../service/sessions/session-store.ts";

export interface DashboardLinkOptions {
  /** The address of the service. */
  readonly url: string;
  /** The key of this start, if it is known. */
  readonly key: string | null;
  readonly sampleId: string | null;
  readonly keys: Pick<KeyStore, "authenticate" | "list">;
  readonly sessions: Pick<SessionStore, "createLink">;
}

/** How to open the dashboard. */
export interface DashboardLink {
  /** Signs in once. */
  readonly url: string;
  readonly sampleUrl: string | null;
}

/**
 * Creates a sign-in link to the sample verdict, with the key of this start or, if an earlier start showed the key, with
 * an administrator's key. Null if no key is valid: signing in needs one.
 */
export async function createDashboardLink(options: DashboardLinkOptions): Promise<DashboardLink | null> {
  const { url, sampleId, sessions } = options;
  const keyId = await keyIdOf(options);
  if (keyId === null) return null;
  const samplePath = sampleId === null ? undefined : `/app/verdicts/${sampleId}`;
  const { token } = await sessions.createLink(keyId);
  return {
    url: new URL(signInUrl(token, samplePath), url).href,
    sampleUrl: samplePath === undefined ? null : new URL(samplePath, url).href,
  };
}

async function keyIdOf({ key, keys }: DashboardLinkOptions): Promise<string | null> {
  const caller = key === null ? null : await keys.authenticate(key);
  if (caller !== null) return caller.keyId;
  const admin = (await keys.list()).find(
    ({ scopes, revoked_at: revokedAt }) => revokedAt === null && scopes.includes("admin"),
  );
  return admin?.id ?? null;
}
