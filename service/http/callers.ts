import type { Caller, KeyStore } from "../keys/key-store.ts";
import type { Session, SessionStore } from "../sessions/session-store.ts";
import type { Credential } from "./credential.ts";

export interface CallersOptions {
  readonly keys: Pick<KeyStore, "authenticate" | "callerOf" | "recall" | "recallCallerOf">;
  readonly sessions: Pick<SessionStore, "use" | "find" | "recall">;
}

export interface Authenticated {
  readonly caller: Caller;
  /** Null if the key itself was sent. */
  readonly session: Session | null;
}

/**
 * Finds who sent a request, by an API key or a session. A session acts as its key: it has the key's scopes, and ends
 * when the key is revoked.
 */
export class Callers {
  readonly #keys: CallersOptions["keys"];
  readonly #sessions: CallersOptions["sessions"];

  constructor({ keys, sessions }: CallersOptions) {
    this.#keys = keys;
    this.#sessions = sessions;
  }

  /** Null if the credential is not valid now. Records the use of a session. */
  async authenticate(credential: Credential): Promise<Authenticated | null> {
    const session = credential.kind === "session" ? await this.#sessions.use(credential.token) : null;
    const caller = await this.#callerOf(credential, session);
    return caller === null ? null : { caller, session };
  }

  /** Does the same for a request that is still open, without recording a use of its session. */
  async check(credential: Credential): Promise<Caller | null> {
    const session = credential.kind === "session" ? await this.#sessions.find(credential.token) : null;
    return this.#callerOf(credential, session);
  }

  /** Does the same synchronously, from what was last read from the database. */
  recall(credential: Credential): Caller | null {
    if (credential.kind === "key") return this.#keys.recall(credential.key);
    const session = this.#sessions.recall(credential.token);
    return session === null ? null : this.#keys.recallCallerOf(session.keyId);
  }

  async #callerOf(credential: Credential, session: Session | null): Promise<Caller | null> {
    if (credential.kind === "key") return this.#keys.authenticate(credential.key);
    return session === null ? null : this.#keys.callerOf(session.keyId);
  }
}
