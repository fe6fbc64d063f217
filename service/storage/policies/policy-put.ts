import { and, eq, sql } from "drizzle-orm";
import type { ParsedPolicy } from "../../../policies/policy.ts";
import { ServiceError } from "../../errors.ts";
import { policyEtag, type PutPolicyOptions } from "../../policies/policy-store.ts";
import { appendEntries } from "../audit/append-entries.ts";
import type { Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { recordActivation } from "./policy-activations.ts";
import { uploadedEntry } from "./policy-entries.ts";
import { type PolicyRow, resourceOf } from "./policy-row.ts";
import { policies, policyVersions } from "./policy-tables.ts";
import { type VersionRow, versionColumns } from "./policy-versions.ts";

/**
 * Stores a version, or finds the one with the same bytes, and activates it unless it is a draft or another one is
 * active. A document with targets is always a draft, whoever stores it: only the gate lets such a version become
 * active.
 */
export async function putVersion(
  session: Session,
  policyId: string,
  policy: ParsedPolicy,
  { ifMatch, draft: asked = false, by = null }: PutPolicyOptions,
): Promise<{ readonly row: VersionRow; readonly created: boolean }> {
  const draft = asked || policy.frontMatter.targets !== undefined;
  const now = new Date().toISOString();
  if (ifMatch === undefined) {
    await session
      .insert(policies)
      .values({ id: policyId, latest_version: 0, created_at: now, updated_at: now })
      .onConflictDoNothing();
  }
  const before = await lockPolicy(session, policyId);
  if (before === null || !matches(before, ifMatch)) {
    throw new ServiceError(
      "precondition_failed",
      "Read the policy again and repeat the change with its new ETag.",
    );
  }
  const same = await findBySha256(session, policyId, policy.sha256);
  const version = same?.version ?? before.latest_version + 1;
  const row = same ?? (await insertVersion(session, policyId, version, policy));
  // A restored policy never gets back the version that was active before it was archived.
  const isArchived = before.archived_at !== null;
  const kept = isArchived ? null : before.active_version;
  const activate = kept === null && !draft;
  if (same === null || isArchived) {
    await session
      .update(policies)
      .set({
        active_version: kept,
        latest_version: Math.max(before.latest_version, version),
        archived_at: null,
        updated_at: now,
      })
      .where(eq(policies.id, policyId));
  }
  const change = { kind: "upload", toVersion: version, by } as const;
  const policyNow = { ...before, active_version: kept };
  await appendEntries(session, [
    ...(same === null || (isArchived && draft) ? [uploadedEntry(policyId, row, by)] : []),
    ...(activate ? await recordActivation(session, policyNow, change) : []),
  ]);
  return { row: { ...row, active_version: activate ? version : kept }, created: same === null };
}

/** The policy with its row locked, so that versions are numbered without gaps. */
export async function lockPolicy(session: Session, policyId: string): Promise<PolicyRow | null> {
  const [row] = await session
    .select()
    .from(policies)
    .where(eq(policies.id, toText(policyId)))
    .for("update");
  return row ?? null;
}

function matches(policy: PolicyRow, ifMatch: string | undefined): boolean {
  return ifMatch === undefined || ifMatch === "*" || ifMatch === policyEtag(resourceOf(policy, undefined));
}

async function findBySha256(session: Session, policyId: string, sha256: string): Promise<VersionRow | null> {
  const [row] = await session
    .select({ ...versionColumns, active_version: sql<null>`NULL` })
    .from(policyVersions)
    .where(and(eq(policyVersions.policy_id, policyId), eq(policyVersions.sha256, sha256)));
  return row ?? null;
}

async function insertVersion(
  session: Session,
  policyId: string,
  version: number,
  { sha256, source }: ParsedPolicy,
): Promise<VersionRow> {
  const row = { policy_id: policyId, version, sha256, created_at: new Date().toISOString() };
  await session.insert(policyVersions).values({ ...row, source: Buffer.from(source, "utf8") });
  return { ...row, active_version: null };
}
