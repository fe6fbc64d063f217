import { policyArchived } from "./errors.ts";
import type { PolicyStore, StoredPolicyVersion } from "./policy-store.ts";

/**
 * Resolves the version under which a new item is judged: the requested one, or the active one. Throws policy_not_found,
 * policy_version_not_found, policy_archived, policy_not_active.
 */
export async function resolveVersion(
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
