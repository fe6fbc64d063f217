import { and, desc, eq } from "drizzle-orm";
import type { Activation } from "../../../schemas/activation.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";
import { noEarlierVersion } from "../../policies/errors.ts";
import type { Session } from "../database/database.ts";
import { fromText, toText } from "../database/json-text.ts";
import { activatedEntries } from "./policy-entries.ts";
import type { PolicyRow } from "./policy-row.ts";
import { policies, policyActivations } from "./policy-tables.ts";

type ActivationRow = typeof policyActivations.$inferSelect;

/** The history shows at most this many, so that a script that switches versions cannot make it too long to return. */
const MAX_LISTED = 200;

export interface ActivationChange {
  readonly kind: Activation["kind"];
  readonly toVersion: number;
  readonly by?: string | null | undefined;
  readonly reason?: string | undefined;
  readonly refusals?: readonly string[] | undefined;
}

/**
 * Makes a version the active one and records that. Returns the entries for the audit log, which are appended last. The
 * caller holds the lock of the policy's row.
 */
export async function recordActivation(
  session: Session,
  policy: PolicyRow,
  change: ActivationChange,
): Promise<readonly NewAuditEntry[]> {
  const latest = await latestActivation(session, policy.id);
  const isSame = latest?.to_version === change.toVersion;
  return activateRow(session, policy, change, latest, isSame ? latest.back_to : (latest?.nth ?? null));
}

/** Returns to the version that was active before the current one. Throws no_earlier_version. */
export async function recordRollback(
  session: Session,
  policy: PolicyRow,
  by: Pick<ActivationChange, "by" | "reason">,
): Promise<readonly NewAuditEntry[]> {
  const latest = await latestActivation(session, policy.id);
  const isCurrent = policy.active_version !== null && latest?.to_version === policy.active_version;
  const earlier =
    isCurrent && latest.back_to !== null ? await activation(session, policy.id, latest.back_to) : null;
  if (earlier === null) throw noEarlierVersion(policy.id);
  const change = { ...by, kind: "rollback", toVersion: earlier.to_version } as const;
  return activateRow(session, policy, change, latest, earlier.back_to);
}

export async function activationsOf(session: Session, policyId: string): Promise<readonly Activation[]> {
  const rows = await session
    .select()
    .from(policyActivations)
    .where(eq(policyActivations.policy_id, toText(policyId)))
    .orderBy(desc(policyActivations.nth))
    .limit(MAX_LISTED);
  return rows.map((row) => ({
    kind: row.kind,
    from_version: row.from_version,
    to_version: row.to_version,
    key_id: row.key_id === null ? null : fromText(row.key_id),
    forced: row.forced,
    reason: row.reason === null ? null : fromText(row.reason),
    refusals: [...row.refusals],
    activated_at: new Date(row.activated_at).toISOString(),
  }));
}

async function activateRow(
  session: Session,
  policy: PolicyRow,
  { kind, toVersion, by = null, reason, refusals = [] }: ActivationChange,
  latest: ActivationRow | null,
  backTo: number | null,
): Promise<readonly NewAuditEntry[]> {
  const now = new Date().toISOString();
  await session.insert(policyActivations).values({
    policy_id: policy.id,
    nth: (latest?.nth ?? 0) + 1,
    kind,
    from_version: policy.active_version,
    to_version: toVersion,
    back_to: backTo,
    key_id: by === null ? null : toText(by),
    forced: refusals.length > 0,
    reason: reason === undefined ? null : toText(reason),
    refusals,
    activated_at: now,
  });
  await session
    .update(policies)
    .set({ active_version: toVersion, archived_at: null, updated_at: now })
    .where(eq(policies.id, policy.id));
  return activatedEntries(
    policy.id,
    { kind, version: toVersion, before: policy.active_version, reason, refusals },
    by,
  );
}

async function latestActivation(session: Session, policyId: string): Promise<ActivationRow | null> {
  const [row] = await session
    .select()
    .from(policyActivations)
    .where(eq(policyActivations.policy_id, policyId))
    .orderBy(desc(policyActivations.nth))
    .limit(1);
  return row ?? null;
}

async function activation(session: Session, policyId: string, nth: number): Promise<ActivationRow | null> {
  const [row] = await session
    .select()
    .from(policyActivations)
    .where(and(eq(policyActivations.policy_id, policyId), eq(policyActivations.nth, nth)));
  return row ?? null;
}
