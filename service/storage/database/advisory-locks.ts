import { sql } from "drizzle-orm";
import { rowsOf, type Session } from "./database.ts";

/** Advisory locks of this database, each with its own number. BullMQ's backend uses other numbers. */
const LOCKS = {
  createdPositions: "7449354444534473065",
  settledPositions: "7449354444534473066",
  dispatch: "7449354444534473067",
  createWebhook: "7449354444534473068",
  audit: "7449354444534473069",
  goldenVersions: "7449354444534473070",
} as const;

/** Waits for the lock and holds it until the transaction ends. */
export async function lockUntilCommit(session: Session, lock: keyof typeof LOCKS): Promise<void> {
  await rowsOf(session, sql`SELECT pg_advisory_xact_lock(${LOCKS[lock]}::bigint)`);
}

/** Returns false immediately if another transaction holds the lock. */
export async function tryLockUntilCommit(session: Session, lock: keyof typeof LOCKS): Promise<boolean> {
  const [row] = await rowsOf<{ locked: boolean }>(
    session,
    sql`SELECT pg_try_advisory_xact_lock(${LOCKS[lock]}::bigint) AS locked`,
  );
  return row?.locked === true;
}
