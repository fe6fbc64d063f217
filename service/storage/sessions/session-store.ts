import { and, desc, eq, gt, inArray, lte, or } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { CreatedSession, Session, SessionStore, SignInLink } from "../../sessions/session-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import type { Database, Session as DatabaseSession } from "../database/database.ts";
import { digestOf } from "../keys/key-format.ts";
import { notifySessionsEnded, SESSIONS_CHANNEL } from "./end-sessions.ts";
import { KnownSessions } from "./known-sessions.ts";
import { linkCreatedEntry, sessionCreatedEntry, sessionEndedEntry } from "./session-entries.ts";
import { sessionColumns, sessionOf } from "./session-row.ts";
import { sessions, signInLinks } from "./session-tables.ts";
import { generateToken, tokenDigest } from "./session-token.ts";

const LINK_MAX_AGE_MS = 10 * 60_000;
/** How often the use of a session is written. */
const USE_INTERVAL_MS = 60_000;
/** Each further one ends the oldest. */
const MAX_SESSIONS_PER_KEY = 1000;
const MAX_LINKS_PER_KEY = 100;

export interface SessionLifetimes {
  /** Of a session, however much it is used. */
  readonly maxAgeMs: number;
  /** Of a session that is not used. */
  readonly idleMs: number;
}

/**
 * Sessions in PostgreSQL or PGlite. One that has ended is refused immediately in the process that ended it, and in
 * other processes usually within milliseconds, at most five seconds.
 */
export class DatabaseSessionStore implements SessionStore {
  readonly #database: Database;
  readonly #lifetimes: SessionLifetimes;
  readonly #now: () => number;
  readonly #known: KnownSessions;
  #unlisten: (() => void) | null = null;

  constructor(database: Database, lifetimes: SessionLifetimes, now: () => number = Date.now) {
    this.#database = database;
    this.#lifetimes = lifetimes;
    this.#now = now;
    this.#known = new KnownSessions((digest) => this.#read(digest));
  }

  /** Listens for sessions that other processes end. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(SESSIONS_CHANNEL, () => this.#known.forget());
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
  }

  create(keyId: string): Promise<CreatedSession> {
    return this.#database.transaction((session) => this.#insert(session, keyId, "key"));
  }

  async createLink(keyId: string): Promise<SignInLink> {
    const token = generateToken();
    const now = this.#now();
    const expiresAt = new Date(now + LINK_MAX_AGE_MS);
    await this.#database.transaction(async (session) => {
      await session.insert(signInLinks).values({
        sha256: digestOf(token),
        key_id: keyId,
        created_at: new Date(now).toISOString(),
        expires_at: expiresAt.toISOString(),
      });
      const surplus = session
        .select({ sha256: signInLinks.sha256 })
        .from(signInLinks)
        .where(eq(signInLinks.key_id, keyId))
        .orderBy(desc(signInLinks.created_at))
        .offset(MAX_LINKS_PER_KEY);
      await session.delete(signInLinks).where(inArray(signInLinks.sha256, surplus));
      await appendEntries(session, [linkCreatedEntry(keyId, expiresAt)]);
    });
    return { token, expiresAt };
  }

  async redeemLink(token: string): Promise<CreatedSession | null> {
    const sha256 = tokenDigest(token);
    if (sha256 === null) return null;
    const now = new Date(this.#now()).toISOString();
    return this.#database.transaction(async (session) => {
      // Of several concurrent calls, the others wait for this one and then find no row.
      const [link] = await session
        .delete(signInLinks)
        .where(and(eq(signInLinks.sha256, sha256), gt(signInLinks.expires_at, now)))
        .returning({ keyId: signInLinks.key_id });
      return link === undefined ? null : this.#insert(session, link.keyId, "link");
    });
  }

  async use(token: string): Promise<Session | null> {
    const session = await this.find(token);
    if (session === null || this.#now() - session.usedAt.getTime() < USE_INTERVAL_MS) return session;
    const used = { ...session, usedAt: new Date(this.#now()) };
    // First, so that other requests of the page do not write it too.
    this.#known.update(digestOf(token), used);
    await this.#database.run((database) =>
      database
        .update(sessions)
        .set({ used_at: used.usedAt.toISOString() })
        .where(eq(sessions.id, session.id)),
    );
    return used;
  }

  async find(token: string): Promise<Session | null> {
    const digest = tokenDigest(token);
    return digest === null ? null : this.#ifValid(await this.#known.find(digest));
  }

  recall(token: string): Session | null {
    const digest = tokenDigest(token);
    if (digest === null) return null;
    // For the next call; this one uses what was read last.
    this.#known.find(digest).catch(() => undefined);
    return this.#ifValid(this.#known.recall(digest));
  }

  async list(keyId: string): Promise<readonly Session[]> {
    const rows = await this.#database.run((session) =>
      session
        .select(sessionColumns)
        .from(sessions)
        .where(eq(sessions.key_id, keyId))
        .orderBy(desc(sessions.created_at)),
    );
    return rows.map(sessionOf).filter((session) => this.#ifValid(session) !== null);
  }

  async end({ id, keyId }: Pick<Session, "id" | "keyId">, by: string): Promise<boolean> {
    try {
      return await this.#database.transaction(async (session) => {
        const ended = await session
          .delete(sessions)
          .where(and(eq(sessions.id, id), eq(sessions.key_id, keyId)))
          .returning({ id: sessions.id });
        if (ended.length === 0) return false;
        await notifySessionsEnded(session);
        await appendEntries(session, [sessionEndedEntry({ id, keyId }, by)]);
        return true;
      });
    } finally {
      this.#known.forget();
    }
  }

  async deleteExpired(): Promise<number> {
    const now = new Date(this.#now()).toISOString();
    const idleSince = new Date(this.#now() - this.#lifetimes.idleMs).toISOString();
    return this.#database.run(async (session) => {
      const ended = await session
        .delete(sessions)
        .where(or(lte(sessions.expires_at, now), lte(sessions.used_at, idleSince)))
        .returning({ id: sessions.id });
      const links = await session
        .delete(signInLinks)
        .where(lte(signInLinks.expires_at, now))
        .returning({ keyId: signInLinks.key_id });
      return ended.length + links.length;
    });
  }

  async #insert(session: DatabaseSession, keyId: string, by: "key" | "link"): Promise<CreatedSession> {
    const token = generateToken();
    const now = new Date(this.#now());
    const expiresAt = new Date(now.getTime() + this.#lifetimes.maxAgeMs);
    const created: Session = { id: uuidv7(), keyId, createdAt: now, expiresAt, usedAt: now };
    await session.insert(sessions).values({
      id: created.id,
      sha256: digestOf(token),
      key_id: keyId,
      created_at: now.toISOString(),
      expires_at: expiresAt.toISOString(),
      used_at: now.toISOString(),
    });
    const surplus = session
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.key_id, keyId))
      .orderBy(desc(sessions.created_at))
      .offset(MAX_SESSIONS_PER_KEY);
    await session.delete(sessions).where(inArray(sessions.id, surplus));
    await appendEntries(session, [sessionCreatedEntry(created, by)]);
    return { session: created, token };
  }

  async #read(digest: string): Promise<Session | null> {
    const [row] = await this.#database.run((session) =>
      session.select(sessionColumns).from(sessions).where(eq(sessions.sha256, digest)),
    );
    return row === undefined ? null : sessionOf(row);
  }

  #ifValid(session: Session | null): Session | null {
    if (session === null) return null;
    const now = this.#now();
    const isValid =
      now < session.expiresAt.getTime() && now - session.usedAt.getTime() < this.#lifetimes.idleMs;
    return isValid ? session : null;
  }
}
