import type { Batch, BatchStatus } from "../../schemas/batch.ts";
import type { BatchResult } from "../../schemas/batch-result.ts";
import type { Content } from "../../schemas/content.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Target } from "../judging/new-item.ts";
import type { NewItem, Priority } from "../judging/verdict-store.ts";

export type BatchFormat = Batch["format"];
export type LineError = NonNullable<BatchResult["error"]>;

/** A line that can be judged, waiting in its batch for its turn. */
export interface GoodLine {
  readonly line: number;
  readonly externalId: string | null;
  readonly content: Content;
  readonly metadata: VerdictRecord["metadata"];
  /** One item for each, in this order. */
  readonly targets: readonly Target[];
}

export interface BadLine {
  readonly line: number;
  readonly externalId: string | null;
  readonly error: LineError;
}

export type StagedLine = GoodLine | BadLine;

export interface BatchTotals {
  readonly lines: number;
  readonly badLines: number;
  /** Of the good lines, one for each target. */
  readonly items: number;
}

/** Makes the item of one target of a line, sent by the key that uploaded its batch. */
export type BuildItem = (line: GoodLine, target: Target, keyId: string) => NewItem;

/** What was made of lines. */
export interface FedSlice {
  /** Items that are now on the way; those that were served an earlier verdict are not. */
  readonly items: number;
}

export interface NewBatch {
  readonly keyId: string;
  readonly format: BatchFormat;
  readonly idempotencyKey?: string;
}

export type OpenedBatch =
  | { readonly id: string }
  /** The batch of an earlier upload, and the hash of that upload. */
  | { readonly earlierId: string; readonly uploadHmac: string | null };

export interface BatchListOptions {
  readonly limit: number;
  /** Id of the last batch of an earlier page. */
  readonly after?: string;
}

export interface BatchListResult {
  readonly batches: readonly Batch[];
  readonly hasMore: boolean;
}

/**
 * Batches and their lines. A line waits here with its content until the queue has room; then, in one
 * transaction, its items are accepted like any other and the content leaves the line. So a line becomes
 * its items exactly once, whoever is killed when, and several processes may feed at the same time.
 */
export interface BatchStore {
  /**
   * Begins to receive an upload. Nobody sees the batch before it is accepted. With an idempotency key, an upload that
   * the same API key sent under it within the last day is returned instead. Throws idempotency_in_progress while that
   * is being received; one of which nothing has come for a minute is given up for this one.
   */
  open(batch: NewBatch): Promise<OpenedBatch>;
  /** Commits lines of an upload, in the order of their numbers. Throws invalid_request where the batch was given up. */
  stage(id: string, lines: readonly StagedLine[]): Promise<void>;
  /** Ends the upload: from here on the batch is promised. Throws invalid_request where it was given up. */
  accept(id: string, totals: BatchTotals, uploadHmac?: string | null): Promise<Batch>;
  /** Removes an upload that broke off, with its lines. An accepted batch stays. */
  abort(id: string): Promise<void>;
  get(id: string): Promise<Batch | null>;
  /** Whose key uploaded it; null where there is no such batch. */
  ownerOf(id: string): Promise<string | null>;
  list(options: BatchListOptions): Promise<BatchListResult>;
  /** Asks for a running batch to be given up; the others stay as they are. Null where there is no such batch. */
  cancel(id: string): Promise<Batch | null>;
  /** Results of a batch that has ended, line by line, behind line `afterLine`; empty at the end. */
  results(
    id: string,
    afterLine: number,
    limit: number,
  ): Promise<{ readonly results: readonly BatchResult[]; readonly lastLine: number | null }>;

  /** Whether any batch still has something to be done. */
  hasWork(): Promise<boolean>;
  /**
   * Turns the next lines of a batch into items, about `limit` of them: of the key that has least in the backlog,
   * the batch that has waited longest. Null where no batch has lines that wait, or another process feeds each of
   * those.
   */
  feed(build: BuildItem, limit: number): Promise<FedSlice | null>;
  /** Gives up the next lines and items of batches that are being cancelled. Answers items that now need a job. */
  giveUp(): Promise<readonly { readonly id: string; readonly priority: Priority }[]>;
  /** Counts what has settled since, and ends batches that have nothing left. */
  settle(): Promise<void>;
  /** Removes uploads that nobody sends any more, and batches that ended before an instant. Answers how many. */
  sweep(endedBefore: Date): Promise<number>;
  countByStatus(): Promise<Readonly<Record<BatchStatus, number>>>;
}
