import type { NewAuditEntry } from "../../audit/audit-log.ts";
import type { Session } from "../../sessions/session-store.ts";

const SUBJECT = "/session";

/** `by`: what was signed in with. */
export function sessionCreatedEntry({ id, keyId }: Session, by: "key" | "link"): NewAuditEntry {
  return { actor: keyId, action: "session.created", subject: SUBJECT, detail: { session: id, by } };
}

/** `by`: the key that ended it, usually its own. */
export function sessionEndedEntry({ id, keyId }: Pick<Session, "id" | "keyId">, by: string): NewAuditEntry {
  const subject = by === keyId ? SUBJECT : `/keys/${keyId}/sessions`;
  return { actor: by, action: "session.ended", subject, detail: { session: id } };
}

export function linkCreatedEntry(keyId: string, expiresAt: Date): NewAuditEntry {
  return {
    actor: keyId,
    action: "session.link_created",
    subject: `${SUBJECT}/links`,
    detail: { expires_at: expiresAt.toISOString() },
  };
}
