/** A sign-in with an API key. The browser keeps its token in a cookie; the service stores only a hash of the token. */
export interface Session {
  readonly id: string;
  /** The key that signed in: the session can do what the key can do now. */
  readonly keyId: string;
  readonly createdAt: Date;
  /** It ends then, however much it is used. */
  readonly expiresAt: Date;
  /** The last use, to a minute. */
  readonly usedAt: Date;
}

/** The only time that the token is known. */
export interface CreatedSession {
  readonly session: Session;
  readonly token: string;
}

/** Signs in once, without the key. */
export interface SignInLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Sessions and sign-in links: tokens with 256 random bits, of which only the SHA-256 is stored. */
export interface SessionStore {
  create(keyId: string): Promise<CreatedSession>;
  createLink(keyId: string): Promise<SignInLink>;
  /**
   * Exchanges the token of a link for a session. Null if it is unknown, expired or used: of several concurrent calls,
   * one succeeds.
   */
  redeemLink(token: string): Promise<CreatedSession | null>;
  /** Returns the session with this token and records that it is in use; null if there is none that is valid now. */
  use(token: string): Promise<Session | null>;
  /** Does the same without recording a use, for checks that no user caused. */
  find(token: string): Promise<Session | null>;
  /** Does the same synchronously, from what was last read from the database. */
  recall(token: string): Session | null;
  /** The sessions of a key that are valid now, the latest first. */
  list(keyId: string): Promise<readonly Session[]>;
  /** False if the session does not exist or has ended. `by`: the id of the key that requests it, for the audit log. */
  end(session: Pick<Session, "id" | "keyId">, by: string): Promise<boolean>;
  /** Deletes sessions and links that have expired. Returns how many. */
  deleteExpired(): Promise<number>;
}
