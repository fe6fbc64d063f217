import type { BatchLine } from "../../schemas/batch.ts";
import type { Config } from "../config/config.ts";
import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import { ServiceError } from "../errors.ts";
import { resolveVersion } from "../policies/resolve-version.ts";
import { type Target, targetOf } from "../judging/create-item.ts";
import type { PolicyStore, StoredPolicyVersion } from "../policies/policy-store.ts";

/** Unknown policies are cached, so that they are not looked up for every line. */
const MAX_CACHED_FAULTS = 1000;

export interface BatchDefaults {
  readonly policyIds: readonly string[];
  readonly policyVersion?: number;
  readonly reasoningEffort?: Target["reasoningEffort"];
}

export interface TargetFault {
  readonly code: ErrorCode;
  readonly detail: string;
}

/**
 * Resolves the policies of the lines of one upload. Each policy is looked up once, so the whole upload is judged under
 * the same version of it, even if another version is activated meanwhile.
 */
export class BatchTargets {
  readonly #policies: PolicyStore;
  readonly #engine: Config["engine"];
  readonly #defaults: BatchDefaults;
  readonly #found = new Map<string, StoredPolicyVersion>();
  readonly #faults = new Map<string, TargetFault>();

  constructor(policies: PolicyStore, engine: Config["engine"], defaults: BatchDefaults) {
    this.#policies = policies;
    this.#engine = engine;
    this.#defaults = defaults;
  }

  /**
   * Throws policy_not_found, policy_version_not_found, policy_archived or policy_not_active for the policies that the
   * upload itself names.
   */
  async checkDefaults(): Promise<void> {
    const { policyIds, policyVersion } = this.#defaults;
    for (const id of policyIds) await this.#load(id, policyVersion);
  }

  async of(line: BatchLine): Promise<readonly Target[] | TargetFault> {
    const own = line.policy_ids ?? (line.policy_id === undefined ? null : [line.policy_id]);
    const policyIds = own ?? this.#defaults.policyIds;
    const version = own === null ? this.#defaults.policyVersion : line.policy_version;
    if (policyIds.length === 0) {
      return { code: "bad_line", detail: "Neither the line nor the upload names a policy." };
    }
    const effort = line.reasoning_effort ?? this.#defaults.reasoningEffort;
    const targets: Target[] = [];
    for (const policyId of policyIds) {
      const found = await this.#find(policyId, version);
      if ("code" in found) return found;
      targets.push(targetOf(found, effort, this.#engine));
    }
    return targets;
  }

  async #find(policyId: string, version: number | undefined): Promise<StoredPolicyVersion | TargetFault> {
    const key = keyOf(policyId, version);
    const known = this.#found.get(key) ?? this.#faults.get(key);
    if (known !== undefined) return known;
    try {
      return await this.#load(policyId, version);
    } catch (error) {
      if (!(error instanceof ServiceError) || !LINE_FAULTS.has(error.code)) throw error;
      const fault = { code: error.code, detail: `The line names the policy ${policyId}.` };
      if (this.#faults.size >= MAX_CACHED_FAULTS) this.#faults.clear();
      this.#faults.set(key, fault);
      return fault;
    }
  }

  async #load(policyId: string, version: number | undefined): Promise<StoredPolicyVersion> {
    const found = await resolveVersion(this.#policies, policyId, version);
    this.#found.set(keyOf(policyId, version), found);
    return found;
  }
}

const LINE_FAULTS: ReadonlySet<ErrorCode> = new Set([
  "policy_not_found",
  "policy_version_not_found",
  "policy_archived",
  "policy_not_active",
]);

function keyOf(policyId: string, version: number | undefined): string {
  return `${policyId}@${version ?? ""}`;
}
