import type { ReasoningEffort } from "../../engine/engine.ts";
import { PromptTemplate } from "../../engine/harmony/render-prompt.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { Verdict } from "../../schemas/verdict.ts";
import { compileValidator, type Validation } from "../../schemas/validate.ts";
import type { WorkItem } from "./verdict-store.ts";

const MAX_PREPARED = 256;

/** Everything for judging under a policy version that does not depend on the content. */
export interface PreparedPolicy {
  readonly policy: ParsedPolicy;
  readonly template: PromptTemplate;
  readonly validate: (verdict: unknown) => Validation<Verdict>;
}

/** The document under which an item is judged. Its hash identifies it. */
export type PolicyDocument = Pick<
  WorkItem,
  "policyId" | "policyVersion" | "policySha256" | "reasoningEffort"
>;

/** A least-recently-used cache of prepared documents by hash and effort. */
export class PreparedPolicies {
  readonly #load: (document: PolicyDocument) => Promise<ParsedPolicy>;
  readonly #prepared = new Map<string, PreparedPolicy>();

  constructor(load: (document: PolicyDocument) => Promise<ParsedPolicy>) {
    this.#load = load;
  }

  async get(document: PolicyDocument): Promise<PreparedPolicy> {
    const key = `${document.policySha256}/${document.reasoningEffort}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) {
      this.#prepared.delete(key);
      this.#prepared.set(key, known);
      return known;
    }
    const prepared = preparePolicy(await this.#load(document), document.reasoningEffort);
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
