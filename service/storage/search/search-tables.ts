import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  doublePrecision,
  index,
  integer,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Outcome } from "../../../schemas/verdict-counts.ts";
import type { VerdictStatus } from "../../../schemas/verdict-record.ts";
import { gavel, instant, tsvector } from "../database/gavel-schema.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";

/**
 * The columns by which settled records are searched: one narrow row for each, written once, when it settles. The rows
 * of records are wide and updated often, and each of these indexes would have to be updated with them.
 */
export const verdictSearch = gavel.table(
  "verdict_search",
  {
    verdict_id: uuid()
      .primaryKey()
      .references(() => verdicts.id, { onDelete: "cascade" }),
    settled_position: bigint({ mode: "number" }).notNull(),
    settled_at: instant().notNull(),
    policy_id: text().notNull(),
    status: text().notNull().$type<VerdictStatus>(),
    violation: smallint(),
    policy_category: text(),
    score: doublePrecision(),
    /** Rules, confidence and metadata; see search-marks.ts. */
    marks: text().array().notNull(),
    /** Of the rationale. Null once erased. */
    words: tsvector(),
  },
  (table) => [
    uniqueIndex("verdict_search_by_position").on(table.settled_position),
    index("verdict_search_by_policy").on(table.policy_id, table.settled_position),
    index("verdict_search_by_category")
      .on(table.policy_category, table.settled_position)
      .where(sql`policy_category is not null`),
    index("verdict_search_by_score")
      .on(table.score)
      .where(sql`score is not null`),
    index("verdict_search_by_marks").using("gin", table.marks),
    index("verdict_search_by_words").using("gin", table.words),
  ],
);

/**
 * How many records settled on a day (UTC), and at which positions. Kept when records are erased or deleted: it contains
 * codes only.
 */
export const verdictCounts = gavel.table(
  "verdict_counts",
  {
    day: date({ mode: "string" }).notNull(),
    policy_id: text().notNull(),
    /** Empty without one. */
    policy_category: text().notNull(),
    outcome: text().notNull().$type<Outcome>(),
    count: integer().notNull(),
    /** The smallest and the largest position of these records. */
    first_position: bigint({ mode: "number" }).notNull(),
    last_position: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.policy_id, table.policy_category, table.outcome] })],
);
