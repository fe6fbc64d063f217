import type { Schemas } from "../../../../packages/client/src/client.ts";

export type AuditEntry = Schemas["AuditEntry"];
export type AuditAction = AuditEntry["action"];

/** Keyed by every action, so that a new one is not forgotten. */
export const ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  "policy.uploaded": "Policy uploaded",
  "policy.activated": "Policy version activated",
  "policy.gate_forced": "Gate forced",
  "policy.archived": "Policy archived",
  "key.created": "Key created",
  "key.revoked": "Key revoked",
  "key.used": "Key used",
  "session.created": "Signed in",
  "session.ended": "Signed out",
  "session.link_created": "Sign-in link created",
  "trial.started": "Shadow or replay started",
  "trial.stopped": "Shadow or replay stopped",
  "verdict.erased": "Record erased",
  "verdict.retried": "Item retried",
  "golden_set.deleted": "Golden set deleted",
  "content.read": "Content read",
  "review.decided": "Review decided",
  "review.undone": "Decision undone",
  "review.appealed": "Verdict appealed",
  "review.exported": "Reviews exported",
};

/** The page about the subject of an action; null if there is none. */
export function subjectPath(subject: string): string | null {
  const [, verdict] = /^\/verdicts\/([0-9a-f-]{36})$/.exec(subject) ?? [];
  if (verdict !== undefined) return `/app/verdicts/${verdict}`;
  const [, policy] = /^\/policies\/([a-z0-9._-]+)$/.exec(subject) ?? [];
  if (policy !== undefined) return `/app/policies/${policy}`;
  return subject.startsWith("/keys/") ? "/app/operations/keys" : null;
}
