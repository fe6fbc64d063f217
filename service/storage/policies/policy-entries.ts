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

/** A version that the gate refused has a second entry, which says why it is active anyway. */
export function activatedEntries(
  policyId: string,
  { kind, version, before, reason, refusals }: ActivatedDetail,
  actor: Actor,
): readonly NewAuditEntry[] {
  const subject = pathOf(policyId);
  const why = reason === undefined ? {} : { reason };
  const rollback = kind === "rollback" ? { rollback: true } : {};
  const activated: NewAuditEntry = {
    actor,
    action: "policy.activated",
    subject,
    detail: { version, before, ...rollback, ...why },
  };
  if (refusals.length === 0) return [activated];
  const shortened = refusals.map((text) => text.slice(0, MAX_CHARACTERS));
  const detail = { version, ...why, refusals: shortened };
  return [{ actor, action: "policy.gate_forced", subject, detail }, activated];
}

export function archivedEntry(policyId: string, actor: Actor): NewAuditEntry {
  return { actor, action: "policy.archived", subject: pathOf(policyId), detail: {} };
}

function pathOf(policyId: string): string {
  return `/policies/${policyId}`;
}
