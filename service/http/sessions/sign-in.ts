import type { SignInRequest } from "../../../schemas/session.ts";
import { ServiceError } from "../../errors.ts";
import type { KeyStore } from "../../keys/key-store.ts";
import type { CreatedSession, SessionStore } from "../../sessions/session-store.ts";
import { PerMinute } from "../per-minute.ts";

/** Each leaves an entry in the audit log, so a key must not be able to fill it. */
const MAX_PER_MINUTE = 60;

export interface SignInDependencies {
  readonly keys: Pick<KeyStore, "authenticate" | "callerOf">;
  readonly sessions: Pick<SessionStore, "create" | "redeemLink">;
}

/** Limits how often a key signs in or creates links. Throws rate_limit_exceeded. */
export class SignInLimit {
  readonly #counted = new PerMinute(MAX_PER_MINUTE);

  async count(keyId: string): Promise<void> {
    const retryAfterSeconds = await this.#counted.count(keyId);
    if (retryAfterSeconds === null) return;
    throw new ServiceError(
      "rate_limit_exceeded",
      `The limit is ${MAX_PER_MINUTE} sign-ins and sign-in links of a key in a minute. Wait before the next one.`,
      { retryAfterSeconds },
    );
  }
}

/** Creates a session for a valid key or link; null if it is not valid. Throws rate_limit_exceeded. */
export async function signIn(
  { api_key: key, link_token: link }: SignInRequest,
  { keys, sessions }: SignInDependencies,
  limit: SignInLimit,
): Promise<CreatedSession | null> {
  if (link !== undefined) {
    const created = await sessions.redeemLink(link);
    // The key may have been revoked since.
    return created === null || (await keys.callerOf(created.session.keyId)) === null ? null : created;
  }
  const caller = key === undefined ? null : await keys.authenticate(key);
  if (caller === null) return null;
  await limit.count(caller.keyId);
  return sessions.create(caller.keyId);
}
