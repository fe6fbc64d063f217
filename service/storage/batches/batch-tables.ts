import { sql } from "drizzle-orm";
import { index, integer, json, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Batch } from "../../../schemas/batch.ts";
import type { BatchFormat, LineError } from "../../batches/batch-store.ts";
import { gavel, instant } from "../database/gavel-schema.ts";

/** Uploads of many lines. The statements that change lines keep the counters. */
export const batches = gavel.table(
  "batches",
  {
    id: uuid().primaryKey(),
    status: text().notNull().$type<Batch["status"] | "receiving" | "deleting">(),
    key_id: text().notNull(),
    format: text().notNull().$type<BatchFormat>(),
    lines: integer().notNull().default(0),
    bad_lines: integer().notNull().default(0),
    /** Good lines that no longer wait: fed or given up. */
    fed_lines: integer().notNull().default(0),
    items: integer().notNull().default(0),
    /** Of lines whose items have all settled. */
    completed_items: integer().notNull().default(0),
    failed_items: integer().notNull().default(0),
    expired_items: integer().notNull().default(0),
    /** Identifies the upload among those of its API key. */
    idempotency_key: text(),
    upload_hmac: text(),
    created_at: instant().notNull(),
    /** When the last lines arrived. */
    touched_at: instant().notNull(),
    fed_at: instant(),
    ended_at: instant(),
    /** How many items had settled at two instants, from which the rate is computed. */
    earlier_mark_at: instant(),
    earlier_mark_items: integer(),
    latest_mark_at: instant(),
    latest_mark_items: integer(),
  },
  (table) => [
    index("batches_unfinished")
      .on(table.status, table.fed_at)
      .where(sql`status in ('receiving', 'running', 'cancelling', 'deleting')`),
    uniqueIndex("batches_idempotency_key")
      .on(table.key_id, table.idempotency_key)
      .where(sql`idempotency_key is not null`),
    index("batches_ended_at")
      .on(table.ended_at)
      .where(sql`ended_at is not null`),
  ],
);

/** No foreign key: each line would lock its batch. Lines are deleted before their batch. */
export const batchLines = gavel.table(
  "batch_lines",
  {
    batch_id: uuid().notNull(),
    line: integer().notNull(),
    /** Of a run of bad lines with the same error, which share this row; otherwise null. */
    last_line: integer(),
    state: text().notNull().$type<"bad" | "staged" | "fed" | "settled" | "cancelled">(),
    /** Null once it is in the verdicts. */
    external_id: text(),
    /** Content, metadata and targets. Null once they are in the verdicts. */
    item: json(),
    items: smallint().notNull(),
    /** Length of `item`. */
    characters: integer().notNull(),
    verdict_ids: uuid().array(),
    error: json().$type<LineError>(),
  },
  (table) => [
    primaryKey({ columns: [table.batch_id, table.line] }),
    index("batch_lines_staged")
      .on(table.batch_id, table.line)
      .where(sql`state = 'staged'`),
    index("batch_lines_fed")
      .on(table.batch_id, table.line)
      .where(sql`state = 'fed'`),
  ],
);
