import { inArray, sql } from "drizzle-orm";
import { rowsOf, type Session } from "../database/database.ts";
import { sessions, signInLinks } from "./session-tables.ts";

/** When a session has ended, the processes drop the sessions that they have cached. */
export const SESSIONS_CHANNEL = "gavel_sessions";

/** Ends what was signed in with these keys, in the transaction that revokes them. */
export async function endSessionsOf(session: Session, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0) return;
  await session.delete(sessions).where(inArray(sessions.key_id, [...keyIds]));
  await session.delete(signInLinks).where(inArray(signInLinks.key_id, [...keyIds]));
  await notifySessionsEnded(session);
}

export async function notifySessionsEnded(session: Session): Promise<void> {
  await rowsOf(session, sql`SELECT pg_notify(${SESSIONS_CHANNEL}, '')`);
}
