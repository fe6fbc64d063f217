import type { Batch, BatchStatus } from "../../schemas/batch.ts";
import type { BatchResult } from "../../schemas/batch-result.ts";
import type { Content } from "../../schemas/content.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Target } from "../judging/create-item.ts";
import type { NewItem, Priority } from "../judging/verdict-store.ts";

export type BatchFormat = Batch["format"];
export type LineError = NonNullable<BatchResult["error"]>;

/** A line that can be judged and waits in its batch. */
export interface GoodLine {
  readonly line: number;
  readonly externalId: string | null;
  readonly content: Content;
  readonly metadata: VerdictRecord["metadata"];
  /** The line becomes one item for each target, in this order. */
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
  /** Of the good lines: one for each target. */
  readonly items: number;
}

/** Creates the item of one target of a line; `keyId` is the key that uploaded the batch. */
export type BuildItem = (line: GoodLine, target: Target, keyId: string) => NewItem;

/** The result of feeding lines. */
export interface FedSlice {
  /** New unsettled items; those that reuse an earlier verdict do not count. */
  readonly items: number;
}

export interface NewBatch {
  readonly keyId: string;
  readonly format: BatchFormat;
  readonly idempotencyKey?: string;
}

export type OpenedBatch =
  | { readonly id: string }
  /** The batch of an earlier upload with the same key, and the hash of that upload. */
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
 * Batches and their lines. A line waits here with its content until the queue has room; then one transaction accepts
 * its items like any others and removes the content from the line. So a line becomes its items exactly once, whenever a
 * process is killed, and several processes may feed at the same time.
 */
export interface BatchStore {
  /**
   * Begins to receive an upload. The batch is not visible before it is accepted. If the same API key sent an upload
   * with the same idempotency key within the last day, that one is returned instead. Throws idempotency_in_progress
   * while the earlier one is being received; if none of it has arrived for a minute, this one replaces it.
   */
  open(batch: NewBatch): Promise<OpenedBatch>;
  /** Commits lines of an upload, in the order of their numbers. Throws invalid_request if the upload was replaced. */
  stage(id: string, lines: readonly StagedLine[]): Promise<void>;
  /** Ends the upload: from here on the batch is accepted. Throws invalid_request if the upload was replaced. */
  accept(id: string, totals: BatchTotals, uploadHmac?: string | null): Promise<Batch>;
  /** Removes an incomplete upload with its lines. Does nothing to an accepted batch. */
  abort(id: string): Promise<void>;
  get(id: string): Promise<Batch | null>;
  /** The id of the key that uploaded it; null if the id is unknown. */
  ownerOf(id: string): Promise<string | null>;
  list(options: BatchListOptions): Promise<BatchListResult>;
  /** Requests the cancellation of a running batch; does nothing to others. Null if the id is unknown. */
  cancel(id: string): Promise<Batch | null>;
  /** Results of a batch that has ended, in the order of lines, after line `afterLine`; empty at the end. */
  results(
    id: string,
    afterLine: number,
    limit: number,
  ): Promise<{ readonly results: readonly BatchResult[]; readonly lastLine: number | null }>;

  /** Whether any batch has work left. */
  hasWork(): Promise<boolean>;
  /**
   * Turns the next lines of a batch into about `limit` items. Chooses the key with the fewest items in the backlog, and
   * of its batches the one that has waited longest. Null if no batch has waiting lines, or if other processes are
   * feeding all of them.
   */
  feed(build: BuildItem, limit: number): Promise<FedSlice | null>;
  /** Cancels the next lines and items of batches that are being cancelled. Returns items that now need a job. */
  cancelNext(): Promise<readonly { readonly id: string; readonly priority: Priority }[]>;
  /** Updates the counts of settled items, and ends batches that have no work left. */
  settle(): Promise<void>;
  /** Removes abandoned uploads, and batches that ended before an instant. Returns how many. */
  sweep(endedBefore: Date): Promise<number>;
  countByStatus(): Promise<Readonly<Record<BatchStatus, number>>>;
}
