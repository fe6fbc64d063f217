import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, json, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { DecisionKind, ReviewReason, ReviewState } from "../../../schemas/review.ts";
import { databaseInstant, gavel } from "../database/gavel-schema.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";

/** The review queue: one row for each record that people review or have reviewed. */
export const reviews = gavel.table(
  "reviews",
  {
    verdict_id: uuid()
      .primaryKey()
      .references(() => verdicts.id, { onDelete: "cascade" }),
    policy_id: text().notNull(),
    state: text().notNull().$type<ReviewState>(),
    reasons: text().array().notNull().$type<ReviewReason[]>(),
    /** How many people decide in this round. */
    reviewers: smallint().notNull().$type<1 | 2>(),
    /** An appeal of a decided review begins a new round. */
    round: integer().notNull().default(1),
    /** The position in the queue. A new round gets a new one. */
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    queued_at: databaseInstant().notNull(),
    /** Who holds the item until `claim_expires_at`; see Reviewer. */
    claimed_key: text(),
    claimed_by: text(),
    claim_expires_at: databaseInstant(),
  },
  (table) => [
    index("reviews_queue")
      .on(table.state, table.position)
      .where(sql`state in ('needs_review', 'escalated')`),
    index("reviews_queue_by_policy")
      .on(table.policy_id, table.state, table.position)
      .where(sql`state in ('needs_review', 'escalated')`),
    index("reviews_by_position").on(table.position),
  ],
);

/** What people did with an item. Events are only added; erasing a record removes their words. */
export const reviewEvents = gavel.table(
  "review_events",
  {
    id: uuid().primaryKey().defaultRandom(),
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    verdict_id: uuid()
      .notNull()
      .references(() => reviews.verdict_id, { onDelete: "cascade" }),
    round: integer().notNull(),
    type: text().notNull().$type<"decision" | "skip" | "note" | "appeal">(),
    key_id: text().notNull(),
    reviewer: text(),
    /** The reviewer's name in lower case: Ann and ann are one person. */
    person: text(),
    decision: text().$type<DecisionKind>(),
    violation: smallint().$type<0 | 1>(),
    policy_category: text(),
    /** Made as one of two people, without seeing the other's decision. */
    panel: boolean().notNull().default(false),
    /** The reason, the note or the complaint. Null once erased. */
    words: json().$type<string>(),
    created_at: databaseInstant().notNull(),
    undone_at: databaseInstant(),
  },
  (table) => [
    index("review_events_by_verdict").on(table.verdict_id, table.position),
    index("review_events_decided")
      .on(table.created_at)
      .where(sql`type = 'decision' and undone_at is null`),
  ],
);

/** Changes of reviews in the order of commits, for the stream: positions are those of settled records. */
export const reviewChanges = gavel.table(
  "review_changes",
  {
    position: bigint({ mode: "number" }).primaryKey(),
    verdict_id: uuid()
      .notNull()
      .references(() => reviews.verdict_id, { onDelete: "cascade" }),
  },
  (table) => [index("review_changes_by_verdict").on(table.verdict_id)],
);
