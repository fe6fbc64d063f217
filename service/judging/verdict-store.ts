import type { ReasoningEffort } from "../../engine/engine.ts";
import type { Content } from "../../schemas/content.ts";
import type { Verdict } from "../../schemas/verdict.ts";
import type {
  JudgedProperties,
  SubmittedProperties,
  VerdictRecord,
  VerdictStatus,
} from "../../schemas/verdict-record.ts";

export type Priority = "interactive" | "batch";

/** An item as accepted, before it has a row. */
export interface NewItem extends Readonly<SubmittedProperties> {
  /** UUIDv7. */
  readonly id: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policySha256: string;
  readonly content: Content;
  /** Under the key of this installation; see content-hash.ts. */
  readonly contentHmac: string;
  /** Equal for items that would be judged alike: content, policy version, effort. */
  readonly fingerprint: string;
  readonly reasoningEffort: ReasoningEffort;
  /** The key of the request. */
  readonly keyId: string;
  /** A caller waits for it. */
  readonly awaited: boolean;
  /** It takes its turn in the backlog; otherwise whoever creates it adds its job. */
  readonly inBacklog: boolean;
  readonly createdAt: Date;
  /** An equal item's verdict that was reached since then may be served again; null: none may. */
  readonly reuseSince: Date | null;
}

/** Ties a request to its items, so that the same key gives the same records. */
export interface Idempotency {
  /** The caller's key, scoped to the API key that sent it. */
  readonly scope: string;
  readonly key: string;
  readonly bodyHmac: string;
}

export interface CreateResult {
  /** In the order of the items given. */
  readonly records: readonly VerdictRecord[];
  /** Ids that need a job now: not replayed, served an earlier verdict, judged along with an equal item or in the backlog. */
  readonly toEnqueue: readonly string[];
  /** True where an earlier request with the same idempotency key made these records. */
  readonly replayed: boolean;
}

/** What a worker needs to judge an item. */
export interface WorkItem {
  readonly id: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly content: Content;
  readonly reasoningEffort: ReasoningEffort;
  readonly attempts: number;
  readonly createdAt: Date;
}

type Judged = { readonly [Name in keyof JudgedProperties]: NonNullable<JudgedProperties[Name]> };

/** What judging gives. */
export interface Completion extends Omit<Judged, "verdict" | "score"> {
  readonly verdict: Verdict;
  /** Null if the engine gives none. */
  readonly score: number | null;
  readonly reasoning: string;
  readonly engineMs: number;
  /** Generations asked of the engine in this attempt: 1, or 2 after a repair. */
  readonly generations: number;
}

export interface Failure {
  readonly status: "failed" | "expired";
  readonly error: NonNullable<VerdictRecord["error"]>;
}

export interface VerdictFilter {
  readonly policyId?: string;
  readonly violation?: 0 | 1;
  readonly status?: VerdictStatus;
  readonly externalId?: string;
  readonly keyId?: string;
  /** Settled records only, whatever became of them. */
  readonly settled?: true;
}

/**
 * Where a listing stands. Records are listed by the order in which they were committed: of acceptance, or,
 * under a filter that only settled records can meet, of settling. Positions are handed out under a lock
 * that is held until commit, so a position once passed is never filled later.
 */
export interface VerdictListOptions {
  readonly filter: VerdictFilter;
  readonly limit: number;
  readonly order: "asc" | "desc";
  /** A cursor of an earlier page with the same filter and order. Throws ServiceError invalid_cursor. */
  readonly after?: string;
}

export interface VerdictListResult {
  readonly records: readonly VerdictRecord[];
  /** For each record the cursor to go on behind it. */
  readonly cursors: readonly string[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/**
 * Accepted items and what became of them. Accepted means: committed here. An item reaches one last status
 * (completed, failed, expired) exactly once; later attempts to settle it change nothing.
 */
export interface VerdictStore {
  /**
   * Commits all items of one request, or none. An item equal (by fingerprint) to one that was completed since
   * its `reuseSince` is settled at once with that verdict. One equal to an item that is queued or running
   * becomes its follower and settles with it. Throws idempotency_conflict.
   */
  create(items: readonly NewItem[], idempotency?: Idempotency): Promise<CreateResult>;
  /** The records that an earlier request with this key made, or null. Throws idempotency_conflict. */
  findReplay(idempotency: Idempotency): Promise<readonly VerdictRecord[] | null>;
  get(id: string): Promise<VerdictRecord | null>;
  getReasoning(id: string): Promise<{ readonly reasoning: string | null } | null>;
  list(options: VerdictListOptions): Promise<VerdictListResult>;
  /**
   * A cursor for listing settled records with this filter in ascending order: behind everything that has
   * settled by now, or before the first record.
   */
  settledCursor(filter: VerdictFilter, at: "now" | "beginning"): Promise<string>;
  /** Marks the item running and counts the attempt. Null where it is settled or gone: nothing is to be done. */
  begin(id: string): Promise<WorkItem | null>;
  /** Puts a running item back to queued, because the attempt failed and another follows. */
  requeue(id: string): Promise<void>;
  /** Settles the item and its followers. False where it was settled already. */
  complete(id: string, completion: Completion): Promise<boolean>;
  fail(id: string, failure: Failure): Promise<boolean>;
  /**
   * Erases content, rationale, reasoning, external id, metadata and whatever else was derived from them, such as
   * hashes and idempotency keys, and leaves a tombstone: the decision in codes, and when and by what. An item not judged yet becomes
   * expired; the first of its followers, if any, then needs a job of its own. Null where there is no such id.
   */
  erase(
    id: string,
  ): Promise<{ readonly record: VerdictRecord; readonly toEnqueue: readonly string[] } | null>;
  /**
   * Their callers have left: items that nobody has begun to judge expire as caller_left, the others go on.
   * Returns followers that now need a job of their own.
   */
  giveUp(ids: readonly string[]): Promise<readonly string[]>;
  /** Items accepted and not settled, followers included. */
  countUnsettled(): Promise<number>;
  /** Unsettled items that should have a job of their own by now, oldest first, accepted before `before`. */
  listUnsettled(options: {
    readonly before: Date;
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<readonly { readonly id: string; readonly priority: Priority; readonly createdAt: Date }[]>;
  /** Housekeeping; each returns how many rows it changed. */
  expireUnsettled(acceptedBefore: Date): Promise<number>;
  eraseContent(settledBefore: Date): Promise<number>;
  /** Leaves the verdict's codes. */
  eraseRationale(settledBefore: Date): Promise<number>;
  eraseReasoning(settledBefore: Date): Promise<number>;
  deleteRecords(settledBefore: Date): Promise<number>;
  /** Calls back after each commit that settled items, in any process on the same database. */
  onSettled(listener: (ids: readonly string[]) => void): () => void;
}
