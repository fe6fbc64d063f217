import { customType, type PgTimestampStringBuilderInitial, pgSchema, timestamp } from "drizzle-orm/pg-core";

/**
 * The PostgreSQL schema of all tables. The migrator creates it for its own ledger before it runs the first migration,
 * so this file is not among those that drizzle-kit reads: it would create the schema a second time.
 */
export const gavel = pgSchema("gavel");

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** Words for text search. Written by to_tsvector only. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Milliseconds, as the service's own clock gives them. Statements return it as a string. */
export function instant(): PgTimestampStringBuilderInitial<""> {
  return timestamp({ withTimezone: true, precision: 3, mode: "string" });
}

/** The database's clock, with microseconds. For times that several processes compare. */
export function databaseInstant(): PgTimestampStringBuilderInitial<""> {
  return timestamp({ withTimezone: true, mode: "string" });
}
