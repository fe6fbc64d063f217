import { type Comparison, compare } from "../../evaluation/comparison/compare.ts";
import { gate, SIGNIFICANT_LOSS } from "../../evaluation/comparison/gate.ts";
import { listTargets } from "../../evaluation/comparison/targets.ts";
import type { Judgement, Truth } from "../../evaluation/scored-item.ts";
import type { Evaluation } from "../../schemas/evaluation.ts";
import type { Config } from "../config/config.ts";
import { targetOf } from "../judging/create-item.ts";
import type { ActivationGate } from "../policies/activation-gate.ts";
import type { StoredPolicyVersion } from "../policies/policy-store.ts";
import type { EvaluationStore } from "./evaluation-store.ts";

export interface EvaluationGateDependencies {
  readonly evaluations: Pick<EvaluationStore, "findCompleted" | "outcomes">;
  readonly config: Pick<Config, "engine">;
}

/**
 * Uses the newest evaluation of each version. An evaluation counts only if it judged exactly these bytes, at the effort
 * at which the version judges live content.
 */
export class EvaluationGate implements ActivationGate {
  readonly #deps: EvaluationGateDependencies;

  constructor(deps: EvaluationGateDependencies) {
    this.#deps = deps;
  }

  async refusals(
    candidate: StoredPolicyVersion,
    active: StoredPolicyVersion | null,
  ): Promise<readonly string[]> {
    const targets = listTargets(candidate.policy.frontMatter.targets);
    const evaluation = await this.#newest(candidate);
    const comparison =
      evaluation === null || active === null ? null : await this.#compare(active, evaluation);
    const { checks, reasons } = gate(evaluation?.report ?? null, targets, comparison);
    if (targets.length > 0) return reasons;
    // Without targets no evaluation is required, so an inconclusive one does not prevent the activation.
    return checks
      .filter(({ name, passed }) => name === SIGNIFICANT_LOSS && !passed)
      .map(({ words }) => words);
  }

  /** Null if the active version has no evaluation with the same golden set, or none of their items has a label. */
  async #compare(active: StoredPolicyVersion, evaluation: Evaluation): Promise<Comparison | null> {
    const base = await this.#newest(active, evaluation.golden_set?.name ?? null);
    if (base === null) return null;
    const [before, after] = await Promise.all([this.#outcomes(base.id), this.#outcomes(evaluation.id)]);
    const comparison = compare(after.truths, before.judgements, after.judgements);
    return comparison.paired === 0 ? null : comparison;
  }

  #newest(version: StoredPolicyVersion, goldenSet?: string | null): Promise<Evaluation | null> {
    const { policyId, policySha256, reasoningEffort } = targetOf(
      version,
      undefined,
      this.#deps.config.engine,
    );
    return this.#deps.evaluations.findCompleted({
      policyId,
      policySha256,
      reasoningEffort,
      ...(goldenSet === undefined ? {} : { goldenSet }),
    });
  }

  /** The first repeat of each item, as in the figures of a report. */
  async #outcomes(id: string): Promise<{
    readonly truths: readonly Truth[];
    readonly judgements: ReadonlyMap<string, Judgement>;
  }> {
    const truths: Truth[] = [];
    const judgements = new Map<string, Judgement>();
    for await (const { truth, judgements: repeats } of this.#deps.evaluations.outcomes(id)) {
      truths.push(truth);
      const [first] = repeats;
      if (first) judgements.set(truth.id, first);
    }
    return { truths, judgements };
  }
}
