import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { ServiceError } from "../../errors.ts";
import { lockDataDirectory } from "./data-directory-lock.ts";
import { type Database, type NotificationListener, type Session, withRetries } from "./database.ts";
import { completeSchema, MIGRATIONS } from "./migrate.ts";
import { databaseFilesError } from "./pglite-damage.ts";
import { toStorageError } from "./storage-error.ts";

const MAINTENANCE_INTERVAL_MS = 5 * 60_000;

/**
 * PostgreSQL in WebAssembly, inside this process, with its files in `<directory>/pgdata`.
 *
 * Every commit is written to the operating system before it returns, so it survives kill -9 of this process. PGlite
 * cannot fsync, so the last commits before a power failure may be lost. Use a PostgreSQL server for durability and
 * scale.
 */
export class PgliteDatabase implements Database {
  readonly #directory: string;
  readonly #onError: (error: Error) => void;
  #pglite: PGlite | null = null;
  #session: Session | null = null;
  #unlock: (() => void) | null = null;
  #maintenance: NodeJS.Timeout | null = null;

  constructor(options: { readonly directory: string; readonly onError: (error: Error) => void }) {
    this.#directory = options.directory;
    this.#onError = options.onError;
  }

  /** The only session, which the embedded queue shares. Throws before `start`. */
  get pglite(): PGlite {
    if (this.#pglite === null) throw new ServiceError("not_ready", "The database has not started.");
    return this.#pglite;
  }

  /** Throws DataDirectoryLockedError, DataDirectoryError, DatabaseFilesError. */
  async start(): Promise<void> {
    this.#unlock = lockDataDirectory(this.#directory);
    try {
      this.#pglite = await openFiles(join(this.#directory, "pgdata"));
      const session = drizzle(this.#pglite);
      await migrate(session, MIGRATIONS);
      await completeSchema(session);
      this.#session = session;
    } catch (error) {
      await this.close();
      throw toStorageError(error);
    }
    this.#maintenance = setInterval(() => void this.#maintain(), MAINTENANCE_INTERVAL_MS).unref();
  }

  async ping(): Promise<void> {
    await this.pglite.query("SELECT 1");
  }

  async run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await work(this.#started());
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /** There is only one session. */
  probe<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.run(work);
  }

  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return withRetries(() => this.#started().transaction((transaction) => work(transaction)));
  }

  async listen(channel: string, listener: NotificationListener): Promise<() => void> {
    const unlisten = await this.pglite.listen(channel, listener);
    return () => void unlisten().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#maintenance !== null) clearInterval(this.#maintenance);
    const pglite = this.#pglite;
    this.#pglite = null;
    this.#session = null;
    try {
      await pglite?.close();
    } finally {
      this.#unlock?.();
      this.#unlock = null;
    }
  }

  #started(): Session {
    if (this.#session === null) throw new ServiceError("not_ready", "The database has not started.");
    return this.#session;
  }

  /**
   * A single-user PostgreSQL has neither autovacuum nor a checkpointer. Without both, dead rows and the write-ahead
   * log would grow until the process ends.
   */
  async #maintain(): Promise<void> {
    try {
      await this.pglite.exec("VACUUM (ANALYZE)");
      await this.pglite.exec("CHECKPOINT");
    } catch (error) {
      this.#onError(toStorageError(error));
    }
  }
}

/**
 * Opens PGlite's files. A new database is created in a temporary directory and renamed when complete, so that a
 * process that is killed during its first start leaves no incomplete one.
 */
async function openFiles(path: string): Promise<PGlite> {
  if (!existsSync(path)) {
    const temporary = `${path}.new`;
    rmSync(temporary, { recursive: true, force: true });
    const fresh = await PGlite.create(temporary, { relaxedDurability: false });
    await fresh.close();
    renameSync(temporary, path);
  }
  try {
    return await PGlite.create(path, { relaxedDurability: false });
  } catch (error) {
    throw databaseFilesError(path, error);
  }
}
