import type { ParsedPolicy } from "../../policies/policy.ts";
import type { Activation } from "../../schemas/activation.ts";
import type { PolicyResource } from "../../schemas/policy.ts";

/** One stored, immutable version. */
export interface StoredPolicyVersion {
  readonly policyId: string;
  readonly version: number;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly policy: ParsedPolicy;
}

/** The id of the key that requests a change, for the audit log; null: the service itself. */
type Actor = string | null;

export interface PutPolicyOptions {
  /** The expected entity tag of the policy (see `policyEtag`), or "*" for "must exist". */
  readonly ifMatch?: string;
  /** Stores the version and activates nothing. */
  readonly draft?: boolean;
  readonly by?: Actor;
}

export interface ActivateOptions {
  readonly by?: Actor;
  readonly reason?: string;
  /** Why the gate refused the version, if it is activated anyway. */
  readonly refusals?: readonly string[];
  /** The version that was active when the gate decided. Throws precondition_failed if another one is active now. */
  readonly expectedActive?: number | null;
}

export interface PutPolicyResult {
  readonly version: StoredPolicyVersion;
  /** False if this policy already had a version with the same bytes. */
  readonly created: boolean;
}

/**
 * Policies and their versions. A version never changes and is never deleted, so every verdict keeps its own.
 *
 * Throws ServiceError: policy_not_found, policy_version_not_found, policy_archived, policy_not_active,
 * precondition_failed.
 */
export interface PolicyStore {
  /**
   * Adds a version, which becomes active if the policy has no active one. The same bytes are the same version.
   * Uploading to an archived policy restores it and activates that version. A draft activates nothing: a new or
   * restored policy then has no active version. A document with targets is always a draft, so storing it cannot bypass
   * the gate.
   */
  put(policyId: string, policy: ParsedPolicy, options?: PutPolicyOptions): Promise<PutPolicyResult>;
  activate(policyId: string, version: number, options?: ActivateOptions): Promise<PolicyResource>;
  /**
   * Activates the version that was active before the current one. A rollback never returns to a rollback, so a second
   * one goes back further. Throws no_earlier_version.
   */
  rollback(policyId: string, options?: Pick<ActivateOptions, "by" | "reason">): Promise<PolicyResource>;
  /** The latest activations, newest first. */
  listActivations(policyId: string): Promise<readonly Activation[]>;
  /** Hides the policy from lists and refuses new items. Idempotent. Throws policy_not_found. */
  archive(policyId: string, by?: Actor): Promise<void>;
  get(policyId: string): Promise<PolicyResource>;
  list(options?: { readonly includeArchived?: boolean }): Promise<readonly PolicyResource[]>;
  listVersions(policyId: string): Promise<readonly StoredPolicyVersion[]>;
  /** Returns a version, also of an archived policy. */
  getVersion(policyId: string, version: number): Promise<StoredPolicyVersion>;
  /** Returns the version under which new items are judged. Throws policy_archived, policy_not_active. */
  getActiveVersion(policyId: string): Promise<StoredPolicyVersion>;
}

/** The entity tag of a policy. It changes with every new version, activation and archiving. */
export function policyEtag(policy: PolicyResource): string {
  return `"${policy.latest_version}-${policy.active_version ?? 0}-${policy.archived ? "a" : "l"}"`;
}
