import type { NewAuditEntry } from "../../audit/audit-log.ts";
import type { NewDecision, Reviewer } from "../../reviews/review-store.ts";

/** Entries of the audit log. They contain codes and names of people, but no texts. */
export function decidedEntry(
  id: string,
  { keyId, name }: Reviewer,
  { decision, violation, policyCategory }: NewDecision,
): NewAuditEntry {
  const detail = { decision, violation, policy_category: policyCategory, reviewer: name };
  return { actor: keyId, action: "review.decided", subject: pathOf(id), detail };
}

export function undoneEntry(id: string, { keyId, name }: Reviewer): NewAuditEntry {
  return { actor: keyId, action: "review.undone", subject: pathOf(id), detail: { reviewer: name } };
}

export function appealedEntry(id: string, { keyId }: Reviewer): NewAuditEntry {
  return { actor: keyId, action: "review.appealed", subject: pathOf(id), detail: {} };
}

function pathOf(id: string): string {
  return `/verdicts/${id}`;
}
