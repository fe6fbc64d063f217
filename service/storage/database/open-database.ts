import type { Database } from "./database.ts";
import { PgliteDatabase } from "./pglite-database.ts";
import { PostgresDatabase } from "./postgres-database.ts";
import { toStorageError } from "./storage-error.ts";

export interface OpenDatabaseOptions {
  /** PostgreSQL; null runs PGlite in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly maxConnections?: number;
  /** Called when an idle connection breaks, or maintenance fails. */
  readonly onError?: (error: Error) => void;
}

const DEFAULT_MAX_CONNECTIONS = 10;

/** Creates the database that the settings name. The caller starts it. */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const { databaseUrl, dataDirectory, maxConnections = DEFAULT_MAX_CONNECTIONS } = options;
  // Drivers attach statements, parameters and whole connections to their errors.
  const onError = (error: Error): void => options.onError?.(toStorageError(error));
  return databaseUrl === null
    ? new PgliteDatabase({ directory: dataDirectory, onError })
    : new PostgresDatabase({ databaseUrl, maxConnections, onError });
}
