import { sql } from "drizzle-orm";
import { rowsOf, type Session } from "./database.ts";

/**
 * Positions by which records are listed are taken from a sequence under a lock that is held until commit.
 * So positions become visible in their own order, and a reader who has seen one will never see a smaller
 * one appear later. PostgreSQL makes a commit visible before it releases the locks of the transaction.
 *
 * The lock must be taken in a statement of its own before the one that draws positions: under READ
 * COMMITTED each statement sees what was committed before it began.
 *
 * Lock order, which keeps deadlocks out: the lock of positions first, then rows by id.
 */
const LOCKS = { created: "7449354444534473065", settled: "7449354444534473066" } as const;

export async function lockPositions(session: Session, kind: keyof typeof LOCKS): Promise<void> {
  await rowsOf(session, sql`SELECT pg_advisory_xact_lock(${LOCKS[kind]}::bigint)`);
}
