import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  type PgColumnBuilderBase,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ReasoningEffort } from "../../../engine/engine.ts";
import type { ReviewNeed } from "../../../policies/review-need.ts";
import type { Content } from "../../../schemas/content.ts";
import type { ReviewState } from "../../../schemas/review.ts";
import type {
  JudgedProperties,
  SubmittedProperties,
  VerdictRecord,
} from "../../../schemas/verdict-record.ts";
import { namesOf } from "../database/columns.ts";
import { gavel, instant } from "../database/gavel-schema.ts";

/** Positions are taken under a lock that is held until commit; see positions.ts. */
export const createdPositions = gavel.sequence("created_positions");
export const settledPositions = gavel.sequence("settled_positions");

const submitted = {
  external_id: text(),
  metadata: json().$type<VerdictRecord["metadata"]>(),
  priority: text().notNull().$type<VerdictRecord["priority"]>(),
} satisfies Record<keyof SubmittedProperties, PgColumnBuilderBase>;

/** Columns that judging sets. Tables cannot share column builders, so each call creates new ones. */
export const judgedColumns = () =>
  ({
    verdict: json().$type<VerdictRecord["verdict"]>(),
    score: doublePrecision(),
    checks: json().$type<VerdictRecord["checks"]>(),
    model: json().$type<VerdictRecord["model"]>(),
    usage: json().$type<VerdictRecord["usage"]>(),
  }) satisfies Record<keyof JudgedProperties, PgColumnBuilderBase>;

const judged = judgedColumns();

/**
 * One row for each record. Texts of callers and models are `json`, or `text` escaped by json-text.ts: both hold
 * every string, while `jsonb` and plain `text` refuse U+0000.
 */
export const verdicts = gavel.table(
  "verdicts",
  {
    id: uuid().primaryKey(),
    status: text().notNull().$type<VerdictRecord["status"]>(),
    policy_id: text().notNull(),
    policy_version: integer().notNull(),
    policy_sha256: text().notNull(),
    /** Null once erased. */
    content: json().$type<Content>(),
    /** Null once erased, like the fingerprint. */
    content_hmac: text(),
    fingerprint: text(),
    /** The identical item whose outcome this one shares. Null for an item with its own job. */
    leader_id: uuid(),
    reasoning_effort: text().notNull().$type<ReasoningEffort>(),
    ...submitted,
    attempts: integer().notNull().default(0),
    ...judged,
    /** The same as in `verdict`, for indexes. */
    violation: smallint(),
    error: json().$type<VerdictRecord["error"]>(),
    engine_ms: integer(),
    created_at: instant().notNull(),
    started_at: instant(),
    settled_at: instant(),
    erased_at: instant(),
    created_position: bigint({ mode: "number" }).notNull(),
    settled_position: bigint({ mode: "number" }),
    /** The record whose verdict was served again for this one. It may have been deleted since. */
    cached_from: uuid(),
    /** The failed record whose content this one judges again. It may have been deleted since. */
    retry_of: uuid(),
    /** Judged under a policy version with a verdict cache, so its verdict may be served again. */
    reusable: boolean().notNull().default(false),
    /** The API key that sent it: keys take turns. */
    key_id: text().notNull().default("unknown"),
    /** A caller waits for it. It loses its turn if that caller leaves. */
    awaited: boolean().notNull().default(false),
    /** Accepted and not yet in the job queue. */
    in_backlog: boolean().notNull().default(false),
    /** Completed, and the text of its verdict is not erased yet. */
    rationale_kept: boolean().notNull().default(false),
    /** What the review rules of the policy version mean for the verdict. Null without rules. */
    review_need: json().$type<ReviewNeed>(),
    review: json().$type<VerdictRecord["review"]>(),
    /** The same as in `review`, for searches. */
    review_state: text().$type<ReviewState>(),
  },
  (table) => [
    uniqueIndex("verdicts_one_leader")
      .on(table.fingerprint)
      .where(sql`leader_id is null and status in ('queued', 'running')`),
    index("verdicts_followers")
      .on(table.leader_id)
      .where(sql`leader_id is not null and status in ('queued', 'running')`),
    index("verdicts_unsettled_leaders")
      .on(table.id)
      .where(sql`leader_id is null and status in ('queued', 'running')`),
    index("verdicts_unsettled")
      .on(table.status, table.created_position)
      .where(sql`status in ('queued', 'running')`),
    uniqueIndex("verdicts_retries")
      .on(table.retry_of)
      .where(sql`retry_of is not null`),
    uniqueIndex("verdicts_created").on(table.created_position),
    index("verdicts_created_by_policy").on(table.policy_id, table.created_position),
    index("verdicts_by_external_id")
      .on(table.external_id, table.created_position)
      .where(sql`external_id is not null`),
    uniqueIndex("verdicts_settled")
      .on(table.settled_position)
      .where(sql`settled_position is not null`),
    index("verdicts_settled_by_policy")
      .on(table.policy_id, table.settled_position)
      .where(sql`settled_position is not null`),
    index("verdicts_violating")
      .on(table.settled_position)
      .where(sql`violation = 1`),
    index("verdicts_violating_by_policy")
      .on(table.policy_id, table.settled_position)
      .where(sql`violation = 1`),
    index("verdicts_not_judged")
      .on(table.status, table.settled_position)
      .where(sql`status in ('failed', 'expired')`),
    index("verdicts_reusable")
      .on(table.fingerprint, table.settled_at)
      .where(sql`reusable and rationale_kept`),
    // The order of NULLs is that of ORDER BY awaited DESC, or the planner could not use the index for it.
    index("verdicts_backlog")
      .on(table.priority, table.key_id, table.awaited.desc().nullsFirst(), table.created_position)
      .where(sql`in_backlog and status = 'queued'`),
    index("verdicts_batch_dispatched")
      .on(table.id)
      .where(
        sql`priority = 'batch' and not in_backlog and leader_id is null and status in ('queued', 'running')`,
      ),
    index("verdicts_by_review_state")
      .on(table.review_state, table.settled_position)
      .where(sql`review_state is not null`),
    index("verdicts_by_key").on(table.key_id, table.created_position),
    index("verdicts_rationale_to_erase")
      .on(table.settled_at)
      .where(sql`rationale_kept`),
    index("verdicts_settled_at")
      .on(table.settled_at)
      .where(sql`settled_at is not null`),
    index("verdicts_content_to_erase")
      .on(table.settled_at)
      .where(sql`settled_at is not null and content is not null`),
  ],
);

/** Columns that are written as the request contains them. */
export const SUBMITTED = namesOf(submitted);

/** Columns that are written when an item is judged, and copied when its verdict is served again. */
export const JUDGED = namesOf(judged);

/** The analysis channel. A separate table, so that no query of records reads it by accident. */
export const verdictReasonings = gavel.table(
  "verdict_reasonings",
  {
    verdict_id: uuid()
      .primaryKey()
      .references(() => verdicts.id, { onDelete: "cascade" }),
    /** A JSON string. */
    reasoning: json().$type<string>().notNull(),
    /** When the verdict was reached: the copy for a verdict that is served again keeps the original's time. */
    settled_at: instant().notNull(),
  },
  (table) => [index("verdict_reasonings_settled_at").on(table.settled_at)],
);
