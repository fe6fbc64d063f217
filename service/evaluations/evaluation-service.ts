import { v7 as uuidv7 } from "uuid";
import type { ReasoningEffort } from "../../engine/engine.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import {
  type CreateEvaluationRequest,
  type Evaluation,
  MAX_JUDGEMENTS,
  type TryPolicyRequest,
} from "../../schemas/evaluation.ts";
import type { GoldenSetVersion } from "../../schemas/golden-set.ts";
import { parsePolicyRef } from "../../schemas/policy-ref.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import { acceptPolicy } from "../judging/accept-policy.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import { resolveVersion } from "../policies/resolve-version.ts";
import { goldenSetNotFound } from "./errors.ts";
import type { EvaluationStore } from "./evaluation-store.ts";
import { exampleItems } from "./example-items.ts";
import type { GoldenStore } from "./golden-store.ts";

export interface EvaluationServiceDependencies {
  readonly config: Pick<Config, "engine">;
  readonly policies: PolicyStore;
  readonly goldenSets: Pick<GoldenStore, "get">;
  readonly evaluations: Pick<EvaluationStore, "create" | "cancel">;
  /** Called when the runner has work. */
  readonly wake: () => void;
}

/** Of perturbations. */
const DEFAULT_SEED = 1;

/** The document to evaluate. */
interface Candidate {
  readonly policy: ParsedPolicy;
  /** Null for a draft. */
  readonly version: number | null;
}

/** Starts and cancels evaluations. */
export class EvaluationService {
  readonly #deps: EvaluationServiceDependencies;

  constructor(deps: EvaluationServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Throws policy_not_found, policy_version_not_found, policy_archived, golden_set_not_found, PolicyError for a draft
   * that can never be used, and invalid_request if there is nothing to judge or too much.
   */
  async create(policyId: string, request: CreateEvaluationRequest, keyId: string): Promise<Evaluation> {
    const { policy, version } = await this.#candidate(policyId, request);
    const goldenSet = await this.#goldenSet(request.golden_set);
    const ownItems = request.examples === false ? [] : exampleItems(policy);
    const repeats = request.repeats ?? 1;
    requireItems((goldenSet?.items ?? 0) + ownItems.length, repeats);
    const evaluation = await this.#deps.evaluations.create({
      id: uuidv7(),
      purpose: "evaluation",
      policyId,
      policyVersion: version,
      policySha256: policy.sha256,
      draft: version === null ? policy.source : null,
      goldenSet,
      ownItems,
      reasoningEffort: this.#effort(request, policy),
      repeats,
      perturbation:
        request.perturbation === undefined ? null : { seed: DEFAULT_SEED, ...request.perturbation },
      open: false,
      keyId,
      createdAt: new Date(),
    });
    this.#deps.wake();
    return evaluation;
  }

  /** Judges one content under a draft. Throws PolicyError for one that can never be used. */
  async try(policyId: string, request: TryPolicyRequest, keyId: string): Promise<Evaluation> {
    const { policy } = await this.#candidate(policyId, request);
    const evaluation = await this.#deps.evaluations.create({
      id: uuidv7(),
      purpose: "try",
      policyId,
      policyVersion: null,
      policySha256: policy.sha256,
      draft: policy.source,
      goldenSet: null,
      ownItems: [{ id: "content", content: request.content, violation: null, tags: [] }],
      reasoningEffort: this.#effort(request, policy),
      repeats: 1,
      perturbation: null,
      open: false,
      keyId,
      createdAt: new Date(),
    });
    this.#deps.wake();
    return evaluation;
  }

  /** Null if the id is unknown. */
  async cancel(id: string): Promise<Evaluation | null> {
    const evaluation = await this.#deps.evaluations.cancel(id);
    this.#deps.wake();
    return evaluation;
  }

  async #candidate(policyId: string, { draft, version }: CreateEvaluationRequest): Promise<Candidate> {
    if (draft === undefined) {
      const stored = await resolveVersion(this.#deps.policies, policyId, version);
      return { policy: stored.policy, version: stored.version };
    }
    if (version !== undefined) {
      throw new ServiceError("invalid_request", "Send version or draft, not both.", {
        faults: [{ pointer: "/version", message: "must be absent if there is a draft" }],
      });
    }
    return { policy: acceptPolicy(Buffer.from(draft, "utf8"), this.#deps.config.engine), version: null };
  }

  async #goldenSet(ref: string | undefined): Promise<GoldenSetVersion | null> {
    if (ref === undefined) return null;
    const parsed = parsePolicyRef(ref);
    if (parsed === null) throw goldenSetNotFound(ref, null);
    return this.#deps.goldenSets.get(parsed.id, parsed.version);
  }

  #effort({ reasoning_effort: effort }: CreateEvaluationRequest, policy: ParsedPolicy): ReasoningEffort {
    return effort ?? policy.frontMatter.reasoning_effort ?? this.#deps.config.engine.defaultReasoningEffort;
  }
}

function requireItems(items: number, repeats: number): void {
  if (items === 0) {
    throw new ServiceError(
      "invalid_request",
      "There is nothing to judge. Name a golden set, or add examples to the policy's front matter.",
      { faults: [{ pointer: "/golden_set", message: "must be the name of a golden set with items" }] },
    );
  }
  if (items * repeats <= MAX_JUDGEMENTS) return;
  throw new ServiceError(
    "invalid_request",
    `${items} items with ${repeats} repeats are ${items * repeats} judgements; the limit is ${MAX_JUDGEMENTS}.`,
    { faults: [{ pointer: "/repeats", message: "makes more judgements than one evaluation may have" }] },
  );
}
