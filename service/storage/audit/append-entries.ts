import { desc } from "drizzle-orm";
import { GENESIS_HASH, sealEntry } from "../../../schemas/audit-chain.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";
import { sanitizeValue } from "../../judging/sanitize-output.ts";
import { lockUntilCommit } from "../database/advisory-locks.ts";
import type { Session } from "../database/database.ts";
import { auditEntries } from "./audit-tables.ts";

/**
 * Appends entries in the caller's transaction, so that a change and its entry are committed together or not at all.
 *
 * The lock is held until commit: each entry follows one that is committed. Append last in a transaction, after all
 * other locks, which prevents deadlocks and keeps others waiting for a short time only.
 */
export async function appendEntries(session: Session, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await lockUntilCommit(session, "audit");
  const [last] = await session
    .select({ position: auditEntries.position, hash: auditEntries.hash })
    .from(auditEntries)
    .orderBy(desc(auditEntries.position))
    .limit(1);
  let { position, hash } = last ?? { position: 0, hash: GENESIS_HASH };
  const at = new Date().toISOString();
  const sealed = entries.map(({ actor, action, subject, detail }) => {
    position += 1;
    const entry = sealEntry({ position, at, actor, action, subject, detail: storable(detail) }, hash);
    hash = entry.hash;
    return entry;
  });
  await session.insert(auditEntries).values(sealed);
}

/** A reason that a person gave may contain characters that canonical JSON or the database cannot represent. */
function storable(detail: NewAuditEntry["detail"]): NewAuditEntry["detail"] {
  return sanitizeValue(detail) as NewAuditEntry["detail"];
}
