import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { StorageError, toStorageError } from "./storage-error.ts";

/** A drizzle session: the database itself, or a transaction. The same for PostgreSQL and PGlite. */
export type Session = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Called with each payload of a channel, or with null if notifications may have been lost. */
export type NotificationListener = (payload: string | null) => void;

/** The database that all stores use. Throws ServiceError `not_ready` and StorageError. */
export interface Database {
  /** Connects and migrates the schema. Safe to call from several processes at once. */
  start(): Promise<void>;
  /** Queries over the shared connections. Throws if the database does not respond. */
  ping(): Promise<void>;
  /** Like `run`, over a connection that is used for nothing else, with short timeouts. */
  probe<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs statements without a transaction around them. */
  run<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** READ COMMITTED. `work` may run again after a deadlock, so its only effects must be in the database. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Resolves once notifications are received, with a function that stops them. */
  listen(channel: string, listener: NotificationListener): Promise<() => void>;
  close(): Promise<void>;
}

const MAX_TRANSACTION_TRIES = 5;

/** Repeats a transaction if PostgreSQL requests it, and translates errors. */
export async function withRetries<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (thrown) {
      const error = toStorageError(thrown);
      if (!(error instanceof StorageError && error.repeatable) || tries >= MAX_TRANSACTION_TRIES) throw error;
    }
  }
}

/** Runs one statement and returns its rows as the drivers give them: times are strings, bigints may be. */
export async function rowsOf<Row>(session: Session, statement: SQL): Promise<readonly Row[]> {
  const result = (await session.execute(statement)) as unknown as { readonly rows: readonly Row[] };
  return result.rows;
}
