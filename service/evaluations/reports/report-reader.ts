import { listTargets, type Target } from "../../../evaluation/comparison/targets.ts";
import type { Judgement, Truth } from "../../../evaluation/scored-item.ts";
import type { Evaluation, EvaluationItem } from "../../../schemas/evaluation.ts";
import type { EvaluationReport } from "../../../schemas/evaluation-report.ts";
import { ServiceError } from "../../errors.ts";
import type { PolicyStore } from "../../policies/policy-store.ts";
import type { EvaluationStore } from "../evaluation-store.ts";
import { loadPolicy } from "../load-policy.ts";

export interface ReportStores {
  readonly evaluations: Pick<EvaluationStore, "get" | "items" | "itemsById" | "outcomes" | "draftSource">;
  readonly policies: Pick<PolicyStore, "getVersion">;
}

/** An evaluation that has ended. */
export type EndedEvaluation = Evaluation & { readonly report: EvaluationReport };

/** The first judgement of each item, without content and rationale. */
export interface Judged {
  readonly truths: ReadonlyMap<string, Truth>;
  /** Of the items that were judged or failed. */
  readonly judgements: ReadonlyMap<string, Judgement>;
}

/** Reads what reports are made of. */
export class ReportReader {
  readonly #stores: ReportStores;

  constructor(stores: ReportStores) {
    this.#stores = stores;
  }

  /** Throws evaluation_not_found, and evaluation_not_ended while it is running. */
  async ended(id: string): Promise<EndedEvaluation> {
    const evaluation = await this.#stores.evaluations.get(id);
    if (evaluation === null) throw new ServiceError("evaluation_not_found", "");
    const { report } = evaluation;
    if (report === null) {
      throw new ServiceError("evaluation_not_ended", "Wait until its status is completed or cancelled.");
    }
    return { ...evaluation, report };
  }

  /** The targets of the policy that judged the items. */
  async targets({ policy: { id, version, sha256 } }: Evaluation): Promise<Target[]> {
    const { policies, evaluations } = this.#stores;
    const document = { policyId: id, policyVersion: version, policySha256: sha256 };
    const { frontMatter } = await loadPolicy(document, policies, evaluations);
    return listTargets(frontMatter.targets);
  }

  async judged({ id }: Evaluation): Promise<Judged> {
    const truths = new Map<string, Truth>();
    const judgements = new Map<string, Judgement>();
    for await (const { truth, judgements: repeats } of this.#stores.evaluations.outcomes(id)) {
      truths.set(truth.id, truth);
      const [first = null] = repeats;
      if (first !== null) judgements.set(truth.id, first);
    }
    return { truths, judgements };
  }

  /** The items with these ids, with content and verdict. */
  async items({ id }: Evaluation, ids: readonly string[]): Promise<ReadonlyMap<string, EvaluationItem>> {
    const items = await this.#stores.evaluations.itemsById(id, ids);
    return new Map(items.map((item) => [item.id, item]));
  }

  /** The first items that were judged wrong. */
  async wrong({ id }: Evaluation, limit: number): Promise<readonly EvaluationItem[]> {
    const options = { filter: "wrong", reasoning: false, after: 0, limit } as const;
    return (await this.#stores.evaluations.items(id, options))?.items ?? [];
  }
}
