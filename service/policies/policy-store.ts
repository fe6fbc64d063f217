import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyResource } from "../../schemas/policy.ts";

/** One stored, immutable version. */
export interface StoredPolicyVersion {
  readonly policyId: string;
  readonly version: number;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly policy: ParsedPolicy;
}

export interface PutPolicyResult {
  readonly version: StoredPolicyVersion;
  /** False where the same bytes were already a version of this policy. */
  readonly created: boolean;
}

/**
 * Policies and their versions. A version never changes and is never removed, so verdicts keep theirs.
 *
 * Throws ServiceError: policy_not_found, policy_version_not_found, policy_archived, precondition_failed.
 */
export interface PolicyStore {
  /**
   * Adds a version; the first one is active at once. The same bytes again are the same version. Putting to
   * an archived policy brings it back with the version that was put as the active one. `ifMatch` is the expected entity tag of the policy (see
   * `policyEtag`), or "*" for "must exist".
   */
  put(
    policyId: string,
    policy: ParsedPolicy,
    options?: { readonly ifMatch?: string },
  ): Promise<PutPolicyResult>;
  activate(policyId: string, version: number): Promise<PolicyResource>;
  /** Hides the policy from lists and refuses new items; idempotent. Throws policy_not_found. */
  archive(policyId: string): Promise<void>;
  get(policyId: string): Promise<PolicyResource>;
  list(options?: { readonly includeArchived?: boolean }): Promise<readonly PolicyResource[]>;
  listVersions(policyId: string): Promise<readonly StoredPolicyVersion[]>;
  /** A given version, also of an archived policy. */
  getVersion(policyId: string, version: number): Promise<StoredPolicyVersion>;
  /** The version that new items are judged by. Throws policy_archived. */
  getActiveVersion(policyId: string): Promise<StoredPolicyVersion>;
}

/** The entity tag of a policy: it changes with every new version, activation and archiving. */
export function policyEtag(policy: PolicyResource): string {
  return `"${policy.latest_version}-${policy.active_version ?? 0}-${policy.archived ? "a" : "l"}"`;
}
