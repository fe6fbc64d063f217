import type { Activation } from "../../../schemas/activation.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";

type Actor = NewAuditEntry["actor"];

export function uploadedEntry(
  policyId: string,
  { version, sha256 }: { readonly version: number; readonly sha256: string },
  actor: Actor,
): NewAuditEntry {
  return { actor, action: "policy.uploaded", subject: pathOf(policyId), detail: { version, sha256 } };
}

/** Of an entry's texts; see auditEntrySchema. */
const MAX_CHARACTERS = 256;

interface ActivatedDetail {
  readonly kind: Activation["kind"];
  readonly version: number;
  /** The version that was active, if any. */
  readonly before: number | null;
  readonly reason: string | undefined;
  readonly refusals: readonly string[];
}

export function activatedEntry(policyId: string, activated: ActivatedDetail, actor: Actor): NewAuditEntry {
  const { kind, version, before, reason, refusals } = activated;
  const detail = {
    version,
    before,
    ...(kind === "rollback" ? { rollback: true } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(refusals.length === 0
      ? {}
      : { forced: true, refusals: refusals.map((text) => text.slice(0, MAX_CHARACTERS)) }),
  };
  return { actor, action: "policy.activated", subject: pathOf(policyId), detail };
}

export function archivedEntry(policyId: string, actor: Actor): NewAuditEntry {
  return { actor, action: "policy.archived", subject: pathOf(policyId), detail: {} };
}

function pathOf(policyId: string): string {
  return `/policies/${policyId}`;
}
