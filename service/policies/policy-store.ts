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
  /** False if the same bytes already were a version of this policy. */
  readonly created: boolean;
}

/**
 * Policies and their versions. A version never changes and is never deleted, so every verdict keeps its own.
 *
 * Throws ServiceError: policy_not_found, policy_version_not_found, policy_archived, precondition_failed.
 */
export interface PolicyStore {
  /**
   * Adds a version; the first one is active at once. The same bytes are the same version. Putting to an archived policy
   * restores it and activates that version. `ifMatch` is the expected entity tag of the policy (see `policyEtag`), or "*"
   * for "must exist".
   */
  put(
    policyId: string,
    policy: ParsedPolicy,
    options?: { readonly ifMatch?: string; readonly by?: string | null },
  ): Promise<PutPolicyResult>;
  /** `by`, here and elsewhere: the id of the key that asks for it, for the audit log; null: the service itself. */
  activate(policyId: string, version: number, by?: string | null): Promise<PolicyResource>;
  /** Hides the policy from lists and refuses new items. Idempotent. Throws policy_not_found. */
  archive(policyId: string, by?: string | null): Promise<void>;
  get(policyId: string): Promise<PolicyResource>;
  list(options?: { readonly includeArchived?: boolean }): Promise<readonly PolicyResource[]>;
  listVersions(policyId: string): Promise<readonly StoredPolicyVersion[]>;
  /** Returns a version, also of an archived policy. */
  getVersion(policyId: string, version: number): Promise<StoredPolicyVersion>;
  /** Returns the version that new items are judged by. Throws policy_archived. */
  getActiveVersion(policyId: string): Promise<StoredPolicyVersion>;
}

/** The entity tag of a policy. It changes with every new version, activation and archiving. */
export function policyEtag(policy: PolicyResource): string {
  return `"${policy.latest_version}-${policy.active_version ?? 0}-${policy.archived ? "a" : "l"}"`;
}
