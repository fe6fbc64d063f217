import { sql } from "drizzle-orm";
import type { ApiKey, CreatedKey, Scope } from "../../../schemas/api-key.ts";
import type { Caller, KeyStore } from "../../keys/key-store.ts";
import { withSharedTimeout } from "../../shared-timeout.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { fromText, toText } from "../database/json-text.ts";
import { digestOf, generateKey, generateKeyId } from "./key-format.ts";

const CHANGED_CHANNEL = "gavel_keys";
/** Changes by other processes are heard of at once; should a notification be lost, after this long. */
const MAX_AGE_MS = 5000;
/** From this age on they are read again in the background, so that no request waits for a busy database. */
const RELOAD_AGE_MS = 2000;
const MAX_KEY_CHARACTERS = 512;

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly created_at: string;
  /** A key that the environment replaced is listed as revoked then. */
  readonly revoked_at: string | null;
}

const COLUMNS = sql.raw("id, name, scopes, created_at, coalesce(revoked_at, replaced_at) AS revoked_at");
const WORKS = sql.raw("revoked_at IS NULL AND replaced_at IS NULL");

/** Callers by the digest of their key. */
type KnownKeys = ReadonlyMap<string, Caller>;

/**
 * API keys in PostgreSQL or PGlite. The working ones are kept in memory, all of them, so that whether a key
 * is known never decides whether the database is asked. A revocation holds at once in the process that made
 * it, and in others when they hear of it: usually within milliseconds, at most five seconds.
 */
export class DatabaseKeyStore implements KeyStore {
  readonly #database: Database;
  #known: Promise<KnownKeys> | null = null;
  #knownSince = 0;
  #isReloading = false;
  #lastRead: KnownKeys = new Map();
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
            VALUES (${id}, ${toText(name)}, ${sql.param(scopes)}::text[], ${digestOf(key)},
                    ${createdAt}::timestamptz)`,
      ),
    );
    return { id, name, scopes: [...scopes], created_at: createdAt, revoked_at: null, key };
  }

  async ensure(key: string): Promise<ApiKey> {
    const sha256 = digestOf(key);
    const now = new Date().toISOString();
    const [row] = await this.#change(async (session) => {
      await rowsOf(
        session,
        sql`UPDATE gavel.api_keys SET replaced_at = ${now}::timestamptz
            WHERE environment AND sha256 <> ${sha256} AND replaced_at IS NULL`,
      );
      return rowsOf<KeyRow>(
        session,
        sql`INSERT INTO gavel.api_keys (id, name, scopes, sha256, created_at, environment)
            VALUES (${generateKeyId()}, 'environment', ARRAY['admin'], ${sha256}, ${now}::timestamptz, true)
            ON CONFLICT (sha256) DO UPDATE SET replaced_at = NULL
            RETURNING ${COLUMNS}`,
      );
    });
    if (row === undefined) throw new Error("A key that was just stored is gone");
    await this.#load();
    return keyOf(row);
  }

  async authenticate(key: string): Promise<Caller | null> {
    return callerOf(key, await this.#load());
  }

  recall(key: string): Caller | null {
    // For the next time; this time what is known has to do.
    this.#load().catch(() => undefined);
    return callerOf(key, this.#lastRead);
  }

  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<KeyRow>(session, sql`SELECT ${COLUMNS} FROM gavel.api_keys k ORDER BY k.created_at, k.id`),
    );
    return rows.map(keyOf);
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

  #load(): Promise<KnownKeys> {
    const age = performance.now() - this.#knownSince;
    if (this.#known === null || age > MAX_AGE_MS) {
      const known = withSharedTimeout(this.#readKnown(), "read the keys");
      this.#known = known;
      this.#knownSince = performance.now();
      known.then(
        (keys) => {
          if (this.#known === known) this.#lastRead = keys;
        },
        () => {
          if (this.#known === known) this.#known = null;
        },
      );
    } else if (age > RELOAD_AGE_MS && !this.#isReloading) {
      void this.#reload(this.#known);
    }
    return this.#known;
  }

  /** Replaces what is known unless that was forgotten meanwhile. A failure shows once what is known is too old. */
  async #reload(known: Promise<KnownKeys>): Promise<void> {
    this.#isReloading = true;
    const since = performance.now();
    try {
      const reloaded = await withSharedTimeout(this.#readKnown(), "read the keys");
      if (this.#known !== known) return;
      this.#lastRead = reloaded;
      this.#known = Promise.resolve(reloaded);
      this.#knownSince = since;
    } catch {
      return;
    } finally {
      this.#isReloading = false;
    }
  }

  async #readKnown(): Promise<KnownKeys> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string; scopes: Scope[]; sha256: string }>(
        session,
        sql`SELECT id, scopes, sha256 FROM gavel.api_keys WHERE ${WORKS}`,
      ),
    );
    return new Map(rows.map(({ id, scopes, sha256 }) => [sha256, { keyId: id, scopes }]));
  }
}

function callerOf(key: string, known: KnownKeys): Caller | null {
  return key.length > MAX_KEY_CHARACTERS ? null : (known.get(digestOf(key)) ?? null);
}

function keyOf(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: fromText(row.name),
    scopes: row.scopes,
    created_at: new Date(row.created_at).toISOString(),
    revoked_at: row.revoked_at === null ? null : new Date(row.revoked_at).toISOString(),
  };
}
