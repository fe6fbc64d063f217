import type { Database } from "./database.ts";
import { PgliteDatabase } from "./pglite-database.ts";
import { PostgresDatabase } from "./postgres-database.ts";

export interface OpenDatabaseOptions {
  /** PostgreSQL; null runs PGlite in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly maxConnections?: number;
  readonly onError?: (error: Error) => void;
}

const DEFAULT_MAX_CONNECTIONS = 10;

/** The database that the settings name, not yet started. */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const { databaseUrl, dataDirectory, maxConnections = DEFAULT_MAX_CONNECTIONS, onError = () => undefined } = options;
  return databaseUrl === null
    ? new PgliteDatabase({ directory: dataDirectory, onError })
    : new PostgresDatabase({ databaseUrl, maxConnections, onError });
}
