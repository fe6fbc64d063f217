import { lockUntilCommit } from "./advisory-locks.ts";
import type { Session } from "./database.ts";

/**
 * Takes the lock under which the positions of records are drawn from a sequence. It is held until commit, so
 * positions become visible in their own order: a reader that has seen one never sees a smaller one appear later.
 * PostgreSQL makes a commit visible before it releases the locks of the transaction.
 *
 * Take the lock in a separate statement before the one that draws positions: under READ COMMITTED each statement
 * sees what was committed before it began.
 *
 * Lock order, which prevents deadlocks: the lock of positions first, then rows by id.
 */
export function lockPositions(session: Session, kind: "created" | "settled"): Promise<void> {
  return lockUntilCommit(session, `${kind}Positions`);
}
