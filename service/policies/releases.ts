import type { ActivateRequest } from "../../schemas/activation.ts";
import type { VersionGate } from "../../schemas/gate.ts";
import type { PolicyResource } from "../../schemas/policy.ts";
import { ServiceError } from "../errors.ts";
import type { ActivationGate } from "./activation-gate.ts";
import { activationRefused, policyArchived } from "./errors.ts";
import type { PolicyStore, StoredPolicyVersion } from "./policy-store.ts";

export interface ReleaseDependencies {
  readonly policies: PolicyStore;
  readonly gate: ActivationGate;
}

/** Activates versions. None with unmet targets becomes active without a stated reason. */
export class Releases {
  readonly #policies: PolicyStore;
  readonly #gate: ActivationGate;

  constructor({ policies, gate }: ReleaseDependencies) {
    this.#policies = policies;
    this.#gate = gate;
  }

  /**
   * Throws activation_refused if the gate refuses the version and it is not forced, invalid_request for a force without
   * a reason, precondition_failed if another version is activated at the same time, and what the store throws.
   */
  async activate(
    policyId: string,
    { version, force = false, reason }: ActivateRequest,
    by: string | null,
  ): Promise<PolicyResource> {
    if (force && reason === undefined) throw reasonMissing();
    const { policy, candidate } = await this.#find(policyId, version);
    if (policy.active_version === version) return policy;
    const refusals = await this.#refusals(candidate, policy.active_version);
    if (refusals.length > 0 && !force) throw activationRefused(policyId, version, refusals);
    return this.#policies.activate(policyId, version, {
      by,
      refusals,
      expectedActive: policy.active_version,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  /** The gate's decision on an activation, without activating. Throws policy_archived, and what the store throws. */
  async ask(policyId: string, version: number): Promise<VersionGate> {
    const { policy, candidate } = await this.#find(policyId, version);
    const { active_version: active } = policy;
    const reasons = active === version ? [] : await this.#refusals(candidate, active);
    return { version, active_version: active, open: reasons.length === 0, reasons: [...reasons] };
  }

  async #find(
    policyId: string,
    version: number,
  ): Promise<{ readonly policy: PolicyResource; readonly candidate: StoredPolicyVersion }> {
    const [policy, candidate] = await Promise.all([
      this.#policies.get(policyId),
      this.#policies.getVersion(policyId, version),
    ]);
    if (policy.archived) throw policyArchived(policyId);
    return { policy, candidate };
  }

  async #refusals(candidate: StoredPolicyVersion, activeVersion: number | null): Promise<readonly string[]> {
    const active =
      activeVersion === null ? null : await this.#policies.getVersion(candidate.policyId, activeVersion);
    return this.#gate.refusals(candidate, active);
  }
}

function reasonMissing(): ServiceError {
  return new ServiceError("invalid_request", "A forced activation needs a reason, which is recorded.", {
    faults: [{ pointer: "/reason", message: "is required with force" }],
  });
}
