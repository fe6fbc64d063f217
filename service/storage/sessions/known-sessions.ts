import type { Session } from "../../sessions/session-store.ts";
import { withSharedTimeout } from "../../with-shared-timeout.ts";

/**
 * Other processes notify immediately when a session ends; if a notification is lost, the end takes effect after this.
 */
const MAX_AGE_MS = 5000;
const MAX_SESSIONS = 10_000;

interface Entry {
  readonly session: Session;
  readonly readAt: number;
}

/** Sessions in use, by the digest of their token, so that a page with many requests costs few queries. */
export class KnownSessions {
  readonly #read: (digest: string) => Promise<Session | null>;
  readonly #entries = new Map<string, Entry>();
  #forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(read: (digest: string) => Promise<Session | null>) {
    this.#read = read;
  }

  async find(digest: string): Promise<Session | null> {
    const now = performance.now();
    const entry = this.#entries.get(digest);
    if (entry !== undefined && entry.readAt > Math.max(now - MAX_AGE_MS, this.#forgottenAt)) {
      return entry.session;
    }
    const session = await withSharedTimeout(this.#read(digest), "read the session");
    if (session === null) this.#entries.delete(digest);
    else this.#keep(digest, { session, readAt: now });
    return session;
  }

  /** What was last read, however old. */
  recall(digest: string): Session | null {
    return this.#entries.get(digest)?.session ?? null;
  }

  /** Notes a change of a session that was found. */
  update(digest: string, session: Session): void {
    const entry = this.#entries.get(digest);
    if (entry !== undefined) this.#entries.set(digest, { ...entry, session });
  }

  /** Each session is read again before its next use. */
  forget(): void {
    this.#forgottenAt = performance.now();
  }

  #keep(digest: string, entry: Entry): void {
    this.#entries.delete(digest);
    this.#entries.set(digest, entry);
    // Those that were read least recently come first.
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_SESSIONS) return;
      this.#entries.delete(oldest);
    }
  }
}
