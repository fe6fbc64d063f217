import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { ApiKey, CreatedKey, Scope } from "../../schemas/api-key.ts";
import type { Caller, KeyStore } from "../classify/key-store.ts";
import { type Database, rowsOf, type Session } from "./database.ts";
import { fromText, toText } from "./json-text.ts";
import { digestOf, generateKey, keyIdOf } from "./key-format.ts";

/** The id of the key that the environment gives. No generated id looks like it. */
const ENVIRONMENT_KEY_ID = "environment";
const CHANGED_CHANNEL = "gavel_keys";
/** Changes by other processes are heard of at once; should a notification be lost, after this long. */
const MAX_AGE_MS = 5000;
/** Compared with where there is no such key, so that this takes the same time. */
const NO_DIGEST = Buffer.alloc(32);
const MAX_KEY_CHARACTERS = 512;

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly sha256: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

interface KnownKey {
  readonly digest: Buffer;
  readonly scopes: readonly Scope[];
}

/**
 * API keys in PostgreSQL or PGlite. The working ones are kept in memory, all of them, so that whether a key
 * is known never decides whether the database is asked. A revocation holds at once in the process that made
 * it, and in others when they hear of it: usually within milliseconds, at most five seconds.
 */
export class DatabaseKeyStore implements KeyStore {
  readonly #database: Database;
  #known: Promise<ReadonlyMap<string, KnownKey>> | null = null;
  #knownSince = 0;
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Begins to hear of keys that other processes change. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(CHANGED_CHANNEL, () => this.#forget());
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
  }

  async create(name: string, scopes: readonly Scope[]): Promise<CreatedKey> {
    const { id, key } = generateKey();
    const createdAt = new Date().toISOString();
    await this.#change((session) =>
      rowsOf(
        session,
        sql`INSERT INTO gavel.api_keys (id, name, scopes, sha256, created_at)
            VALUES (${id}, ${toText(name)}, ${sql.param(scopes)}::text[], ${digestOf(key).toString("hex")},
                    ${createdAt}::timestamptz)`,
      ),
    );
    return { id, name, scopes: [...scopes], created_at: createdAt, revoked_at: null, key };
  }

  async ensure(key: string): Promise<void> {
    const sha256 = digestOf(key).toString("hex");
    await this.#change((session) =>
      rowsOf(
        session,
        sql`INSERT INTO gavel.api_keys AS k (id, name, scopes, sha256, created_at)
            VALUES (${ENVIRONMENT_KEY_ID}, 'environment', ARRAY['admin'], ${sha256},
                    ${new Date().toISOString()}::timestamptz)
            ON CONFLICT (id) DO UPDATE SET
              sha256 = excluded.sha256, scopes = excluded.scopes, revoked_at = NULL,
              created_at = CASE WHEN k.sha256 = excluded.sha256 THEN k.created_at ELSE excluded.created_at END`,
      ),
    );
  }

  async authenticate(key: string): Promise<Caller | null> {
    const known = await this.#load();
    if (key.length > MAX_KEY_CHARACTERS) return null;
    const digest = digestOf(key);
    const keyId = keyIdOf(key) ?? ENVIRONMENT_KEY_ID;
    // Both are compared each time: the key of the environment may look like one of ours.
    const callers = [keyId, ENVIRONMENT_KEY_ID].map((id) => {
      const stored = known.get(id);
      const isEqual = timingSafeEqual(digest, stored?.digest ?? NO_DIGEST);
      return isEqual && stored !== undefined ? { keyId: id, scopes: stored.scopes } : null;
    });
    return callers[0] ?? callers[1] ?? null;
  }

  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<KeyRow>(session, sql`SELECT * FROM gavel.api_keys ORDER BY created_at, id`),
    );
    return rows.map((row) => ({
      id: row.id,
      name: fromText(row.name),
      scopes: row.scopes,
      created_at: new Date(row.created_at).toISOString(),
      revoked_at: row.revoked_at === null ? null : new Date(row.revoked_at).toISOString(),
    }));
  }

  async revoke(id: string): Promise<boolean> {
    const revoked = await this.#change((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.api_keys SET revoked_at = coalesce(revoked_at, ${new Date().toISOString()}::timestamptz)
            WHERE id = ${toText(id)} RETURNING id`,
      ),
    );
    return revoked.length > 0;
  }

  /** Keys that work. */
  async count(): Promise<number> {
    return (await this.#readKnown()).size;
  }

  async #change<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#database.transaction(async (session) => {
        const result = await work(session);
        await rowsOf(session, sql`SELECT pg_notify(${CHANGED_CHANNEL}, '')`);
        return result;
      });
    } finally {
      this.#forget();
    }
  }

  #forget(): void {
    this.#known = null;
  }

  #load(): Promise<ReadonlyMap<string, KnownKey>> {
    if (this.#known === null || performance.now() - this.#knownSince > MAX_AGE_MS) {
      const known = this.#readKnown();
      this.#known = known;
      this.#knownSince = performance.now();
      known.catch(() => {
        if (this.#known === known) this.#known = null;
      });
    }
    return this.#known;
  }

  async #readKnown(): Promise<ReadonlyMap<string, KnownKey>> {
    const rows = await this.#database.run((session) =>
      rowsOf<KeyRow>(session, sql`SELECT id, scopes, sha256 FROM gavel.api_keys WHERE revoked_at IS NULL`),
    );
    return new Map(
      rows.map(({ id, scopes, sha256 }) => [id, { digest: Buffer.from(sha256, "hex"), scopes }]),
    );
  }
}
