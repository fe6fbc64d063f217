import type { StoredPolicyVersion } from "./policy-store.ts";

/** Decides whether a version may become the active one. */
export interface ActivationGate {
  /** Why `candidate` must not replace `active`, in sentences; empty if it may. */
  refusals(candidate: StoredPolicyVersion, active: StoredPolicyVersion | null): Promise<readonly string[]>;
}
