import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { StorageError, toStorageError } from "./storage-error.ts";

/** A drizzle session: the database itself, or a transaction. The same for PostgreSQL and PGlite. */
export type Session = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Called with each payload of a channel, or with null where notifications may have been lost. */
export type NotificationListener = (payload: string | null) => void;

/** The one database behind all stores. Its errors are ServiceError `not_ready` and StorageError. */
export interface Database {
  /** Connects and brings the schema up to date. Safe to call from several processes at once. */
  start(): Promise<void>;
  /** Asks over the connections that everything uses. Throws when the database does not answer. */
  ping(): Promise<void>;
  /** Like `run`, over a connection that nothing else uses or waits for, with tight limits. */
  probe<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs statements that each stand for themselves. */
  run<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** READ COMMITTED. `work` may run again after a deadlock, so it must do nothing but ask the database. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Resolves once notifications arrive; the function it answers ends that. */
  listen(channel: string, listener: NotificationListener): Promise<() => void>;
  close(): Promise<void>;
}

const MAX_TRANSACTION_TRIES = 5;

/** Runs a transaction again where PostgreSQL asks for it, and translates errors. */
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

/** Runs one statement and answers its rows as the drivers give them: instants and bigints may be strings. */
export async function rowsOf<Row>(session: Session, statement: SQL): Promise<readonly Row[]> {
  const result = (await session.execute(statement)) as unknown as { readonly rows: readonly Row[] };
  return result.rows;
}
