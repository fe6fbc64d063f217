import { policyArchived } from "./policy-errors.ts";
import type { PolicyStore, StoredPolicyVersion } from "./policy-store.ts";

/**
 * The version that a new item is judged by: the active one, or the one asked for as long as its policy
 * lives. Throws policy_not_found, policy_version_not_found, policy_archived.
 */
export async function liveVersion(
  policies: PolicyStore,
  policyId: string,
  version: number | undefined,
): Promise<StoredPolicyVersion> {
  if (version === undefined) return policies.getActiveVersion(policyId);
  const [policy, stored] = await Promise.all([
    policies.get(policyId),
    policies.getVersion(policyId, version),
  ]);
  if (policy.archived) throw policyArchived(policyId);
  return stored;
}
