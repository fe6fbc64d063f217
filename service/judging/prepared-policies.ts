import type { ReasoningEffort } from "../../engine/engine.ts";
import { PromptTemplate } from "../../engine/harmony/render-prompt.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { Verdict } from "../../schemas/verdict.ts";
import { compileValidator, type Validation } from "../../schemas/validate.ts";
import type { PolicyStore } from "../policies/policy-store.ts";

const MAX_PREPARED = 256;

/** What judging by a policy version needs that does not depend on the content. */
export interface PreparedPolicy {
  readonly policy: ParsedPolicy;
  readonly template: PromptTemplate;
  readonly validate: (verdict: unknown) => Validation<Verdict>;
}

/** A least-recently-used cache of prepared versions by policy, version and effort. Versions never change. */
export class PreparedPolicies {
  readonly #policies: Pick<PolicyStore, "getVersion">;
  readonly #prepared = new Map<string, PreparedPolicy>();

  constructor(policies: Pick<PolicyStore, "getVersion">) {
    this.#policies = policies;
  }

  async get(policyId: string, version: number, effort: ReasoningEffort): Promise<PreparedPolicy> {
    const key = `${policyId}@${version}/${effort}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) {
      this.#prepared.delete(key);
      this.#prepared.set(key, known);
      return known;
    }
    const { policy } = await this.#policies.getVersion(policyId, version);
    const prepared = preparePolicy(policy, effort);
    this.#prepared.set(key, prepared);
    const oldest = this.#prepared.keys().next();
    if (this.#prepared.size > MAX_PREPARED && oldest.done !== true) this.#prepared.delete(oldest.value);
    return prepared;
  }
}

export function preparePolicy(policy: ParsedPolicy, reasoningEffort: ReasoningEffort): PreparedPolicy {
  return {
    policy,
    template: promptTemplate(policy, reasoningEffort),
    validate: compileValidator<Verdict>(policy.verdictSchema.strict),
  };
}

export function promptTemplate(policy: ParsedPolicy, reasoningEffort: ReasoningEffort): PromptTemplate {
  return new PromptTemplate({
    policy: policy.instructions,
    responseFormats: [{ name: "verdict", schema: policy.verdictSchema.shown }],
    reasoningEffort,
  });
}
