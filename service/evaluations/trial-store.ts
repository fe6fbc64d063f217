import type { TrialOutcome } from "../../evaluation/trials/trial-report.ts";
import type { Disagreement, Trial, TrialKind, TrialReportQuery } from "../../schemas/trial.ts";
import type { Target } from "../judging/create-item.ts";

export interface NewTrial {
  /** UUIDv7. */
  readonly id: string;
  readonly candidate: Target;
  /** Maximum number of items. */
  readonly limit: number;
  readonly keyId: string;
  readonly createdAt: Date;
}

export interface TrialListOptions {
  readonly policyId?: string;
  readonly kind?: TrialKind;
  readonly limit: number;
  /** Id of the last trial of an earlier page. */
  readonly after?: string;
}

/** Whether a trial's candidate also judges the item of a live record. */
export type Sample = (trial: { readonly id: string; readonly share: number }, verdictId: string) => boolean;

/**
 * Shadows and replays. They are evaluations whose items are live records: only the id, the decision and its time are
 * copied. Content and rationale stay in the record, so they are erased with it.
 */
export interface TrialStore {
  /** From now on, live verdicts of other versions are sampled. Throws shadow_running if the policy has a shadow. */
  startShadow(trial: NewTrial & { readonly share: number }): Promise<void>;
  /** Takes the latest records of other versions whose content is kept. Throws nothing_to_replay if there are none. */
  startReplay(trial: NewTrial & { readonly since: Date | null }): Promise<void>;
  /** Without its report. */
  get(id: string): Promise<Trial | null>;
  /** Newest first. */
  list(options: TrialListOptions): Promise<{ readonly trials: readonly Trial[]; readonly hasMore: boolean }>;
  /**
   * Ends sampling, and cancels what is not judged yet. Does nothing to a trial that has ended. `by`: the id of the API
   * key that requests it.
   */
  stop(id: string, by: string | null): Promise<void>;
  outcomes(id: string, by: NonNullable<TrialReportQuery["by"]>): Promise<readonly TrialOutcome[]>;
  /** The latest first; `next` continues after the last of them. */
  disagreements(
    id: string,
    options: { readonly after: number | null; readonly limit: number },
  ): Promise<{
    readonly items: readonly Disagreement[];
    readonly next: number | null;
    readonly hasMore: boolean;
  }>;

  /** Ids of shadows that are still sampling. */
  listSampling(): Promise<readonly string[]>;
  /**
   * Adds the next live verdicts to a shadow. Each is considered once, whichever process does it. Returns how many items
   * were added, and whether more verdicts may be waiting.
   */
  feed(id: string, sample: Sample): Promise<{ readonly added: number; readonly more: boolean }>;
}
