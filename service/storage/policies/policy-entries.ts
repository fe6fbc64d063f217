import type { NewAuditEntry } from "../../audit/audit-log.ts";

type Actor = NewAuditEntry["actor"];

export function uploadedEntry(
  policyId: string,
  { version, sha256 }: { readonly version: number; readonly sha256: string },
  actor: Actor,
): NewAuditEntry {
  return { actor, action: "policy.uploaded", subject: pathOf(policyId), detail: { version, sha256 } };
}

/** `before` is the version that was active, if any. */
export function activatedEntry(
  policyId: string,
  version: number,
  before: number | null,
  actor: Actor,
): NewAuditEntry {
  return { actor, action: "policy.activated", subject: pathOf(policyId), detail: { version, before } };
}

export function archivedEntry(policyId: string, actor: Actor): NewAuditEntry {
  return { actor, action: "policy.archived", subject: pathOf(policyId), detail: {} };
}

function pathOf(policyId: string): string {
  return `/policies/${policyId}`;
}
