import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { CreatedKey, Scope } from "../../../schemas/api-key.ts";
import type { Caller, KeyStore, StoredKey } from "../../keys/key-store.ts";
import { pick, type RowOf } from "../database/columns.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { fromText, toText } from "../database/json-text.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { createdEntry, revokedEntry } from "./key-entries.ts";
import { digestOf, generateKey, generateKeyId } from "./key-format.ts";
import { apiKeys } from "./key-tables.ts";
import { KnownKeys, type ValidKeys } from "./known-keys.ts";

const CHANGED_CHANNEL = "gavel_keys";
const MAX_KEY_CHARACTERS = 512;

const shownColumns = pick(apiKeys, ["id", "name", "scopes", "created_at", "revoked_at", "replaced_at"]);
const callerColumns = pick(apiKeys, ["id", "scopes", "sha256"]);

/**
 * API keys in PostgreSQL or PGlite. A revocation takes effect immediately in the process that made it, and in other
 * processes usually within milliseconds, at most five seconds.
 */
export class DatabaseKeyStore implements KeyStore {
  readonly #database: Database;
  readonly #known: KnownKeys;
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#known = new KnownKeys(() => this.#readValid());
  }

  /** Listens for keys that other processes change. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(CHANGED_CHANNEL, () => this.#known.forget());
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
  }

  async create(name: string, scopes: readonly Scope[], by: string | null = null): Promise<CreatedKey> {
    const { id, key } = generateKey();
    const created_at = new Date().toISOString();
    const row = { id, name: toText(name), scopes: [...scopes], sha256: digestOf(key), created_at };
    await this.#change(async (session) => {
      await session.insert(apiKeys).values(row);
      await appendEntries(session, [createdEntry(row, by)]);
    });
    return { id, name, scopes: [...scopes], created_at, revoked_at: null, key };
  }

  async ensure(key: string): Promise<StoredKey> {
    const sha256 = digestOf(key);
    const now = new Date().toISOString();
    const scopes: Scope[] = ["admin"];
    const row = await this.#change(async (session) => {
      const replaced = await session
        .update(apiKeys)
        .set({ replaced_at: now })
        .where(and(eq(apiKeys.environment, true), ne(apiKeys.sha256, sha256), isNull(apiKeys.replaced_at)))
        .returning({ id: apiKeys.id });
      const [ensured] = await session
        .insert(apiKeys)
        .values({
          id: generateKeyId(),
          name: "environment",
          scopes,
          sha256,
          created_at: now,
          environment: true,
        })
        .onConflictDoUpdate({ target: apiKeys.sha256, set: { replaced_at: null } })
        // A row that was inserted has never been locked or updated.
        .returning({ ...shownColumns, inserted: sql<boolean>`xmax = 0` });
      if (ensured === undefined) throw new Error("A key that was just stored does not exist");
      const replacedIds = replaced.map(({ id }) => id);
      await endSessionsOf(session, replacedIds);
      await appendEntries(session, [
        ...replacedIds.map((id) => revokedEntry(id, null)),
        ...(ensured.inserted ? [createdEntry(ensured, null)] : []),
      ]);
      return ensured;
    });
    await this.#known.load();
    return keyOf(row);
  }

  async authenticate(key: string): Promise<Caller | null> {
    return callerOf(key, await this.#known.load());
  }

  recall(key: string): Caller | null {
    // For the next call; this one uses what was read last.
    this.#known.load().catch(() => undefined);
    return callerOf(key, this.#known.lastRead);
  }

  async callerOf(id: string): Promise<Caller | null> {
    return (await this.#known.load()).byId.get(id) ?? null;
  }

  recallCallerOf(id: string): Caller | null {
    this.#known.load().catch(() => undefined);
    return this.#known.lastRead.byId.get(id) ?? null;
  }

  async list(): Promise<readonly StoredKey[]> {
    const rows = await this.#database.run((session) =>
      session.select(shownColumns).from(apiKeys).orderBy(asc(apiKeys.created_at), asc(apiKeys.id)),
    );
    return rows.map(keyOf);
  }

  async revoke(id: string, by: string | null = null): Promise<boolean> {
    return this.#change(async (session) => {
      const [key] = await session
        .select({ revokedAt: apiKeys.revoked_at })
        .from(apiKeys)
        .where(eq(apiKeys.id, toText(id)))
        .for("update");
      if (key === undefined) return false;
      if (key.revokedAt === null) {
        await session
          .update(apiKeys)
          .set({ revoked_at: new Date().toISOString() })
          .where(eq(apiKeys.id, toText(id)));
        await endSessionsOf(session, [id]);
        await appendEntries(session, [revokedEntry(id, by)]);
      }
      return true;
    });
  }

  /** Counts valid keys. */
  async count(): Promise<number> {
    return (await this.#readValid()).byId.size;
  }

  async #change<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#database.transaction(async (session) => {
        const result = await work(session);
        await rowsOf(session, sql`SELECT pg_notify(${CHANGED_CHANNEL}, '')`);
        return result;
      });
    } finally {
      this.#known.forget();
    }
  }

  async #readValid(): Promise<ValidKeys> {
    const rows = await this.#database.run((session) =>
      session
        .select(callerColumns)
        .from(apiKeys)
        .where(and(isNull(apiKeys.revoked_at), isNull(apiKeys.replaced_at))),
    );
    const byId = new Map(rows.map(({ id, scopes }) => [id, { keyId: id, scopes }]));
    return { byId, byDigest: new Map(rows.map(({ id, sha256 }) => [sha256, byId.get(id)!])) };
  }
}

function callerOf(key: string, { byDigest }: ValidKeys): Caller | null {
  return key.length > MAX_KEY_CHARACTERS ? null : (byDigest.get(digestOf(key)) ?? null);
}

/** A key that the environment replaced is shown as revoked at that time. */
function keyOf(row: RowOf<typeof shownColumns>): StoredKey {
  const revokedAt = row.revoked_at ?? row.replaced_at;
  return {
    id: row.id,
    name: fromText(row.name),
    scopes: row.scopes,
    created_at: new Date(row.created_at).toISOString(),
    revoked_at: revokedAt === null ? null : new Date(revokedAt).toISOString(),
  };
}
