import type { ReasoningEffort } from "../../engine/engine.ts";
import type { GoldenItem } from "../../evaluation/golden/golden-item.ts";
import type { Judgement, Truth } from "../../evaluation/scored-item.ts";
import type { Evaluation, EvaluationItem, EvaluationItemQuery } from "../../schemas/evaluation.ts";
import type { PerturbationSettings } from "../../schemas/perturbation.ts";
import type { EvaluationReport } from "../../schemas/evaluation-report.ts";

/** The kinds of runs that share this store. Only evaluations are listed as evaluations. */
export type EvaluationPurpose = "evaluation" | "try" | "shadow" | "replay";

export interface NewEvaluation {
  /** UUIDv7. */
  readonly id: string;
  readonly purpose: EvaluationPurpose;
  readonly policyId: string;
  /** Null for a draft. */
  readonly policyVersion: number | null;
  readonly policySha256: string;
  /** The document of a draft, which is stored with the evaluation. */
  readonly draft: string | null;
  readonly goldenSet: { readonly name: string; readonly version: number } | null;
  /** Judged after those of the golden set. Their content is stored with the evaluation. */
  readonly ownItems: readonly GoldenItem[];
  readonly reasoningEffort: ReasoningEffort;
  readonly repeats: number;
  /** Null: content is judged unchanged. */
  readonly perturbation: PerturbationSettings | null;
  /** More items may be appended: it ends only after `seal`. */
  readonly open: boolean;
  readonly keyId: string;
  readonly createdAt: Date;
}

export interface EvaluationListOptions {
  readonly purpose: EvaluationPurpose;
  readonly policyId?: string;
  readonly limit: number;
  /** Id of the last evaluation of an earlier page. */
  readonly after?: string;
}

export interface CompletedQuery {
  readonly policyId: string;
  /** Hash of the policy document under which the items were judged. */
  readonly policySha256: string;
  readonly reasoningEffort: ReasoningEffort;
  /** The name of its golden set; null: without one; absent: any. */
  readonly goldenSet?: string | null;
}

export interface EvaluationItemOptions {
  readonly filter?: NonNullable<EvaluationItemQuery["filter"]>;
  readonly reasoning: boolean;
  readonly after: number;
  readonly limit: number;
}

/** An item of an evaluation with the outcome of each repeat; null for one that was not judged. */
export interface RepeatedItem {
  readonly truth: Truth;
  readonly judgements: readonly (Judgement | null)[];
}

/** The tokens and time that the judgements of an evaluation used. */
export type EvaluationEffort = Pick<EvaluationReport, "usage" | "engine_ms">;

/**
 * Evaluations, their items and judgements. They are in separate tables, so that no list, stream, webhook or cache of
 * verdicts can contain them. A judgement is settled exactly once.
 */
export interface EvaluationStore {
  /** Commits the evaluation with all its items. Throws golden_set_not_found. */
  create(evaluation: NewEvaluation): Promise<Evaluation>;
  /**
   * Adds items to an open evaluation, which has one repeat. An item whose id it already has is left out. Returns how
   * many were added.
   */
  append(id: string, items: readonly GoldenItem[]): Promise<number>;
  /** No more items will be appended. */
  seal(id: string): Promise<void>;
  get(id: string): Promise<Evaluation | null>;
  /** Newest first, without reports. */
  list(
    options: EvaluationListOptions,
  ): Promise<{ readonly evaluations: readonly Evaluation[]; readonly hasMore: boolean }>;
  /** The newest completed evaluation that matches and judged unchanged content, with its report. */
  findCompleted(query: CompletedQuery): Promise<Evaluation | null>;
  /** A page of items in their order; `next` continues after the last of them. Null if the id is unknown. */
  items(
    id: string,
    options: EvaluationItemOptions,
  ): Promise<{
    readonly items: readonly EvaluationItem[];
    readonly next: number | null;
    readonly hasMore: boolean;
  } | null>;
  /** The items with these ids, in no particular order and without reasoning. Content is as it was judged. */
  itemsById(id: string, itemIds: readonly string[]): Promise<readonly EvaluationItem[]>;
  /**
   * Cancels a running evaluation; does nothing to others. It ends when its report is stored. Null if the id is unknown.
   */
  cancel(id: string): Promise<Evaluation | null>;

  /** The document of a draft that any evaluation uses. Null if the hash is unknown. */
  draftSource(sha256: string): Promise<Uint8Array | null>;
  /** Whether any evaluation is unfinished. */
  hasWork(): Promise<boolean>;
  /** Judgements that are in the queue or with a worker. */
  countInFlight(): Promise<number>;
  /** Takes the next judgements of one evaluation; evaluations take turns. Returns their ids, which need jobs. */
  dispatch(limit: number): Promise<readonly string[]>;
  /** Ids of judgements in flight, in order: for finding those that lost their job. */
  listInFlight(after: string | null, limit: number): Promise<readonly string[]>;
  /** Ids of evaluations whose judgements are all settled, and that have no report yet. */
  listSettled(): Promise<readonly string[]>;
  /** All items with their outcomes, in order, read in pages. */
  outcomes(id: string): AsyncIterable<RepeatedItem>;
  effort(id: string): Promise<EvaluationEffort>;
  /** Ends an unfinished evaluation. */
  finish(id: string, report: EvaluationReport): Promise<void>;
  /**
   * Erases rationale and reasoning of judgements, also of shadows and replays, that were made before these instants.
   * Their decisions stay, as codes. Returns how many texts a sweep erased; the rest waits for the next one.
   */
  eraseTexts(options: { readonly rationaleBefore: Date; readonly reasoningBefore: Date }): Promise<number>;
  /** Removes what ended before an instant: each purpose has its own. Returns how many. */
  sweep(endedBefore: Date, triesEndedBefore: Date): Promise<number>;
}
