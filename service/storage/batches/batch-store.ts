import { type SQL, sql } from "drizzle-orm";
import type { Batch, BatchStatus } from "../../../schemas/batch.ts";
import type { BatchResult } from "../../../schemas/batch-result.ts";
import type {
  BatchListOptions,
  BatchListResult,
  BatchStore,
  BatchTotals,
  BuildItem,
  FedSlice,
  NewBatch,
  OpenedBatch,
  StagedLine,
} from "../../batches/batch-store.ts";
import type { Priority } from "../../judging/verdict-store.ts";
import { cancelBatch, giveUpBatches } from "./batch-cancel.ts";
import { feedLines } from "./batch-feed.ts";
import { openBatch } from "./batch-open.ts";
import { acceptBatch, deleteBatch, stageLines } from "./batch-receive.ts";
import { readResults } from "./batch-results.ts";
import { type BatchRow, BATCHES_WITH_PROGRESS, batchOf } from "./batch-row.ts";
import { settleBatches } from "./batch-settle.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";
import { isVerdictId } from "../verdicts/verdict-row.ts";

/** An upload that received nothing for this long is abandoned. */
const UPLOAD_PAUSE_MS = 15 * 60_000;
/** Batches deleted by one sweep. */
const SWEEP_LIMIT = 20;

const SHOWN = sql`status IN ('running', 'cancelling', 'cancelled', 'completed')`;

/** Batches in PostgreSQL or PGlite. */
export class DatabaseBatchStore implements BatchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  open(batch: NewBatch): Promise<OpenedBatch> {
    return openBatch(this.#database, batch);
  }

  async stage(id: string, lines: readonly StagedLine[]): Promise<void> {
    if (lines.length > 0) await stageLines(this.#database, id, lines);
  }

  async accept(id: string, totals: BatchTotals, uploadHmac: string | null = null): Promise<Batch> {
    await acceptBatch(this.#database, id, totals, uploadHmac);
    const batch = await this.get(id);
    if (batch === null) throw new Error("A batch that was just accepted is gone");
    return batch;
  }

  async abort(id: string): Promise<void> {
    await deleteBatch(this.#database, id, ["receiving"]);
  }

  async get(id: string): Promise<Batch | null> {
    if (!isVerdictId(id)) return null;
    const [batch] = await this.#batches(sql`WHERE b.id = ${id}::uuid`);
    return batch ?? null;
  }

  async ownerOf(id: string): Promise<string | null> {
    if (!isVerdictId(id)) return null;
    const [row] = await this.#database.run((session) =>
      rowsOf<{ key_id: string }>(
        session,
        sql`SELECT key_id FROM gavel.batches WHERE id = ${id}::uuid AND ${SHOWN}`,
      ),
    );
    return row === undefined ? null : fromText(row.key_id);
  }

  async list({ limit, after }: BatchListOptions): Promise<BatchListResult> {
    // Ids are UUIDv7, so they are in the order in which uploads started.
    const batches = await this.#batches(
      sql`WHERE ${SHOWN} ${after === undefined ? sql`` : sql`AND b.id < ${after}::uuid`}
          ORDER BY b.id DESC LIMIT ${limit + 1}`,
    );
    return { batches: batches.slice(0, limit), hasMore: batches.length > limit };
  }

  async cancel(id: string): Promise<Batch | null> {
    if (!isVerdictId(id)) return null;
    await cancelBatch(this.#database, id);
    return this.get(id);
  }

  results(
    id: string,
    afterLine: number,
    limit: number,
  ): Promise<{ readonly results: readonly BatchResult[]; readonly lastLine: number | null }> {
    return readResults(this.#database, id, afterLine, limit);
  }

  async hasWork(): Promise<boolean> {
    const rows = await this.#database.run((session) =>
      rowsOf(session, sql`SELECT 1 FROM gavel.batches WHERE status IN ('running', 'cancelling') LIMIT 1`),
    );
    return rows.length > 0;
  }

  feed(build: BuildItem, limit: number): Promise<FedSlice | null> {
    return feedLines(this.#database, build, limit);
  }

  cancelNext(): Promise<readonly { readonly id: string; readonly priority: Priority }[]> {
    return giveUpBatches(this.#database);
  }

  settle(): Promise<void> {
    return settleBatches(this.#database);
  }

  async sweep(endedBefore: Date): Promise<number> {
    const pausedSince = new Date(Date.now() - UPLOAD_PAUSE_MS).toISOString();
    const expired = await this.#database.run((session) =>
      rowsOf<{ id: string; status: string }>(
        session,
        sql`(SELECT id, status FROM gavel.batches
             WHERE status = 'deleting' OR (status = 'receiving' AND touched_at < ${pausedSince}::timestamptz)
             ORDER BY id LIMIT ${SWEEP_LIMIT})
            UNION ALL
            (SELECT id, status FROM gavel.batches WHERE ended_at < ${endedBefore.toISOString()}::timestamptz
             ORDER BY ended_at LIMIT ${SWEEP_LIMIT})`,
      ),
    );
    let removed = 0;
    for (const { id, status } of expired) {
      if (await deleteBatch(this.#database, id, [status])) removed += 1;
    }
    return removed;
  }

  async countByStatus(): Promise<Readonly<Record<BatchStatus, number>>> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ status: BatchStatus; count: number }>(
        session,
        sql`SELECT status, count(*)::int AS count FROM gavel.batches WHERE ${SHOWN} GROUP BY status`,
      ),
    );
    const counted = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    return { running: 0, cancelling: 0, cancelled: 0, completed: 0, ...counted };
  }

  async #batches(where: SQL): Promise<readonly Batch[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<BatchRow>(session, sql`${BATCHES_WITH_PROGRESS} ${where}`),
    );
    return rows.map(batchOf).filter((batch) => batch !== null);
  }
}
