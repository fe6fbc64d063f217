import { type SQL, sql } from "drizzle-orm";

export function milliseconds(value: number): SQL {
  return sql`${value}::float8 * interval '1 millisecond'`;
}
