import type { ReasoningEffort } from "../../engine/engine.ts";
import type { ReviewNeed } from "../../policies/review-need.ts";
import type { Content } from "../../schemas/content.ts";
import type { CountGroup, Outcome, VerdictCounts } from "../../schemas/verdict-counts.ts";
import type { Stats } from "../../schemas/stats.ts";
import type { Verdict } from "../../schemas/verdict.ts";
import type { JudgedProperties, SubmittedProperties, VerdictRecord } from "../../schemas/verdict-record.ts";
import type { StatsPeriod } from "./stats-period.ts";
import type { VerdictFilter } from "./verdict-filter.ts";

export type Priority = "interactive" | "batch";

/** An accepted item that is not stored yet. */
export interface NewItem extends Readonly<SubmittedProperties> {
  /** UUIDv7. */
  readonly id: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policySha256: string;
  readonly content: Content;
  /** Keyed with the installation's own key; see content-hashes.ts. */
  readonly contentHmac: string;
  /** Equal for items that share a judgement: content, policy version, effort, reasoning limit, seed and priority. */
  readonly fingerprint: string;
  readonly reasoningEffort: ReasoningEffort;
  /** The id of the API key that sent the request. */
  readonly keyId: string;
  /** A caller waits for it. */
  readonly awaited: boolean;
  /** It waits for its turn in the backlog; otherwise its creator adds its job. */
  readonly inBacklog: boolean;
  readonly createdAt: Date;
  /**
   * The failed record whose content this item judges again. A record is retried only once, but its retry may be retried
   * if it fails too.
   */
  readonly retryOf?: string;
  /** The verdict of an identical item completed since this time may be reused. Null: no verdict may be reused. */
  readonly reuseSince: Date | null;
}

/** Identifies a request, so that a repetition returns the same records. */
export interface Idempotency {
  /** The API key and the route. An idempotency key is unique within a scope. */
  readonly scope: string;
  readonly key: string;
  readonly bodyHmac: string;
}

export interface CreateResult {
  /** In the order of the items given. */
  readonly records: readonly VerdictRecord[];
  /**
   * Ids that need a job now: not those that are replayed, reuse a verdict, follow an identical item or are in the
   * backlog.
   */
  readonly toEnqueue: readonly string[];
  /** An earlier request with the same idempotency key created these records. */
  readonly replayed: boolean;
}

/** What a worker needs to judge an item. */
export interface WorkItem {
  readonly id: string;
  readonly policyId: string;
  /** Null for a draft. */
  readonly policyVersion: number | null;
  readonly policySha256: string;
  readonly content: Content;
  readonly reasoningEffort: ReasoningEffort;
  readonly attempts: number;
  readonly createdAt: Date;
  /** Instead of the service's own seed. */
  readonly seed?: number;
}

type Judged = { readonly [Name in keyof JudgedProperties]: NonNullable<JudgedProperties[Name]> };

/** The result of judging. */
export interface Completion extends Omit<Judged, "verdict" | "score"> {
  readonly verdict: Verdict;
  /** Null if the engine returns none. */
  readonly score: number | null;
  readonly reasoning: string;
  /** Null if the policy has no review rules. */
  readonly reviewNeed: ReviewNeed | null;
  readonly engineMs: number;
  /** Generations of the engine in this attempt: 1, or 2 after a repair. */
  readonly generations: number;
}

export interface Failure {
  readonly status: "failed" | "expired";
  readonly error: NonNullable<VerdictRecord["error"]>;
}

/**
 * A page of a listing. Records are listed in the order in which they were committed: of acceptance, or, with a filter
 * that only settled records can match, of settling. Positions are assigned under a lock that is held until commit, so
 * no record ever appears before a position that was already listed.
 */
export interface VerdictListOptions {
  readonly filter: VerdictFilter;
  readonly limit: number;
  readonly order: "asc" | "desc";
  /** A cursor of an earlier page with the same filter and order. Throws ServiceError invalid_cursor. */
  readonly after?: string;
}

/** The properties by which settled records are counted, and a filter. Days are in UTC. */
export interface CountOptions {
  readonly by: readonly CountGroup[];
  readonly policyId?: string;
  readonly category?: string;
  readonly outcome?: Outcome;
  readonly since?: string;
  readonly until?: string;
}

export interface VerdictListResult {
  readonly records: readonly VerdictRecord[];
  /** For each record, the cursor that continues after it. */
  readonly cursors: readonly string[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

export interface FollowOptions {
  readonly filter: VerdictFilter;
  readonly limit: number;
  /** Null or absent: from the oldest stored record. Throws ServiceError invalid_cursor. */
  readonly after?: string;
}

/** A record that has settled, or whose review has changed, as it is now. */
export interface FollowedEvent {
  readonly type: "verdict" | "review";
  readonly record: VerdictRecord;
  /** Continues after this event. */
  readonly cursor: string;
}

export interface FollowedPage {
  readonly events: readonly FollowedEvent[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** A record with the data that is needed to judge its content again. */
export interface RetrySource {
  readonly record: VerdictRecord;
  /** Null if it is not kept. */
  readonly content: Content | null;
  readonly reasoningEffort: ReasoningEffort;
}

/** The content of an item, or why it is not kept. */
export type KeptContent =
  | { readonly content: Content }
  | { readonly content: null; readonly reason: "erased" | "expired" };

/**
 * Accepted items and their outcomes. Accepted means committed here. An item reaches one final status (completed,
 * failed, expired) exactly once; later attempts to settle it change nothing.
 */
export interface VerdictStore {
  /**
   * Commits all items of one request, or none. An item with the fingerprint of one that was completed since its
   * `reuseSince` is settled immediately with that verdict. An item with the fingerprint of a queued or running one
   * becomes its follower and settles with it. If an item retries a record that has already been retried, the existing
   * retry is returned as a replay. Throws idempotency_conflict.
   */
  create(items: readonly NewItem[], idempotency?: Idempotency): Promise<CreateResult>;
  /** The records of an earlier request with this key, or null. Throws idempotency_conflict. */
  findReplay(idempotency: Idempotency): Promise<readonly VerdictRecord[] | null>;
  get(id: string): Promise<VerdictRecord | null>;
  getReasoning(id: string): Promise<{ readonly reasoning: string | null } | null>;
  /**
   * The content that was judged, for the key `by`: a read leaves an entry in the audit log. Null if the id is unknown.
   */
  readContent(id: string, by: string): Promise<KeptContent | null>;
  /** Null if the id is unknown. */
  readRetrySource(id: string): Promise<RetrySource | null>;
  list(options: VerdictListOptions): Promise<VerdictListResult>;
  /** Counts settled records, including those that were erased or deleted since. */
  counts(options: CountOptions): Promise<VerdictCounts>;
  /** Sums over settled records by bucket and policy, and what is unsettled now. */
  stats(options: StatsPeriod & { readonly policyId?: string }): Promise<Pick<Stats, "data" | "now">>;
  /** A page of settled records and changes of their reviews, in the order of commits. Each event is on one page. */
  follow(options: FollowOptions): Promise<FollowedPage>;
  /**
   * A cursor for `follow`, and for listing settled records with this filter in ascending order: after everything that
   * has settled or changed by now, or before the first record.
   */
  settledCursor(filter: VerdictFilter, at: "now" | "beginning"): Promise<string>;
  /** Marks the item as running and counts the attempt. Null if it is settled or deleted. */
  begin(id: string): Promise<WorkItem | null>;
  /** Returns a running item to queued: its attempt failed and another follows. */
  requeue(id: string): Promise<void>;
  /** Settles the item and its followers. False if it was settled before. */
  complete(id: string, completion: Completion): Promise<boolean>;
  fail(id: string, failure: Failure): Promise<boolean>;
  /**
   * Erases content, rationale, reasoning, external id, metadata and all that was derived from them, such as hashes and
   * idempotency keys, and leaves a tombstone: the decision in codes, its time, policy and model. An unsettled item
   * becomes expired; the first of its followers, if any, then needs a job. Null if the id is unknown. `by`, for the
   * audit log: the id of the API key that requests it.
   */
  erase(
    id: string,
    by?: string | null,
  ): Promise<{ readonly record: VerdictRecord; readonly toEnqueue: readonly string[] } | null>;
  /**
   * Abandons items whose callers have left: items that no worker has begun expire as caller_left, the others continue.
   * Returns followers that now need a job.
   */
  abandon(ids: readonly string[]): Promise<readonly string[]>;
  /** Unsettled items, including followers. */
  countUnsettled(): Promise<number>;
  /** Unsettled items accepted before `before` that should have a job, oldest first. */
  listUnsettled(options: {
    readonly before: Date;
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<readonly { readonly id: string; readonly priority: Priority; readonly createdAt: Date }[]>;
  /** Retention; each method returns how many rows it changed. */
  expireUnsettled(acceptedBefore: Date): Promise<number>;
  eraseContent(settledBefore: Date): Promise<number>;
  /** Keeps the verdict's codes. */
  eraseRationale(settledBefore: Date): Promise<number>;
  eraseReasoning(settledBefore: Date): Promise<number>;
  deleteRecords(settledBefore: Date): Promise<number>;
  /** Deletes sums of steps that are no longer kept; those of hours and days are. */
  deleteSums(now: Date): Promise<number>;
  /**
   * Calls back after each commit that settled items, by any process on the same database. Without ids, some may have
   * been missed.
   */
  onSettled(listener: (ids: readonly string[]) => void): () => void;
}
