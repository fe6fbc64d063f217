import { type SQL, sql } from "drizzle-orm";
import { OperatorError } from "../../errors.ts";

/** The oldest version that the tests run on. */
const OLDEST = 15;

export const SERVER_VERSION: SQL = sql`SELECT current_setting('server_version_num')::int AS number`;

/** The database server is too old. */
export class DatabaseVersionError extends OperatorError {
  override readonly name = "DatabaseVersionError";
}

/** Takes PostgreSQL's own number, such as 150004 for 15.4. Throws DatabaseVersionError. */
export function requireServerVersion(number: number): void {
  const major = Math.floor(number / 10_000);
  if (major >= OLDEST) return;
  throw new DatabaseVersionError(
    `The PostgreSQL server of DATABASE_URL is version ${major}; Gavel needs ${OLDEST} or later. ` +
      "Upgrade it, or set DATABASE_URL to a newer server.",
  );
}
