import type { NewAuditEntry } from "../../audit/audit-log.ts";
import type { NewTrial } from "../../evaluations/trial-store.ts";

/** `share`: null for a replay. */
export function startedEntry({ id, candidate, limit, keyId }: NewTrial, share: number | null): NewAuditEntry {
  const { policyId, policyVersion } = candidate;
  const kind = share === null ? { kind: "replay" } : { kind: "shadow", share };
  return {
    actor: keyId,
    action: "trial.started",
    subject: pathOf(id),
    detail: { ...kind, policy_id: policyId, version: policyVersion, limit },
  };
}

export function stoppedEntry(id: string, policyId: string, actor: string | null): NewAuditEntry {
  return { actor, action: "trial.stopped", subject: pathOf(id), detail: { policy_id: policyId } };
}

function pathOf(id: string): string {
  return `/trials/${id}`;
}
