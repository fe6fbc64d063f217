import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  json,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ReasoningEffort } from "../../../engine/engine.ts";
import type { Content } from "../../../schemas/content.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { PerturbationSettings } from "../../../schemas/perturbation.ts";
import type { EvaluationReport } from "../../../schemas/evaluation-report.ts";
import type { EvaluationPurpose } from "../../evaluations/evaluation-store.ts";
import { bytea, gavel, instant } from "../database/gavel-schema.ts";
import { judgedColumns } from "../verdicts/verdict-tables.ts";
import type { FinalCounts } from "./evaluation-counts.ts";
import type { StoredLabels } from "./golden-labels.ts";

export const evaluations = gavel.table(
  "evaluations",
  {
    id: uuid().primaryKey(),
    purpose: text().notNull().$type<EvaluationPurpose>(),
    status: text().notNull().$type<Evaluation["status"]>(),
    policy_id: text().notNull(),
    /** Null for a draft. */
    policy_version: integer(),
    policy_sha256: text().notNull(),
    /** The document of a draft, byte for byte. */
    draft: bytea(),
    /** No foreign key: the set may be deleted later. */
    golden_version_id: uuid(),
    golden_set: json().$type<Evaluation["golden_set"]>(),
    reasoning_effort: text().notNull().$type<ReasoningEffort>(),
    repeats: smallint().notNull(),
    perturbation: json().$type<PerturbationSettings>(),
    key_id: text().notNull(),
    /** Items may still be appended. */
    open: boolean().notNull(),
    items: integer().notNull(),
    own_items: integer().notNull(),
    /** Judgements that exist: the first repeat of every item in order, then the second, … */
    dispatched: integer().notNull().default(0),
    dispatched_at: instant(),
    created_at: instant().notNull(),
    ended_at: instant(),
    final: json().$type<FinalCounts>(),
    report: json().$type<EvaluationReport>(),
  },
  (table) => [
    index("evaluations_unfinished")
      .on(table.status, table.dispatched_at)
      .where(sql`ended_at is null`),
    index("evaluations_by_purpose").on(table.purpose, table.id),
    index("evaluations_by_policy").on(table.policy_id, table.purpose, table.id),
    index("evaluations_drafts")
      .on(table.policy_sha256)
      .where(sql`draft is not null`),
    index("evaluations_ended_at")
      .on(table.ended_at)
      .where(sql`ended_at is not null`),
  ],
);

/** No foreign keys here and below: each row would lock its evaluation. Rows are deleted before it. */
export const evaluationItems = gavel.table(
  "evaluation_items",
  {
    evaluation_id: uuid().notNull(),
    /** From 1, without gaps. Items of the golden set have the same position there. */
    position: integer().notNull(),
    item_id: text().notNull(),
    /** Null for an item of the golden set, which stores it. */
    content: json().$type<Content>(),
    violation: smallint().$type<0 | 1>(),
    labels: json().notNull().$type<StoredLabels>(),
    /**
     * For a shadow or replay: the live record, which has the content. Then `violation` is the decision of that record.
     */
    verdict_id: uuid(),
    /** The category of that decision, and its time. */
    live_category: text(),
    live_at: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.evaluation_id, table.position] }),
    uniqueIndex("evaluation_items_id").on(table.evaluation_id, table.item_id),
    index("evaluation_items_of_verdict")
      .on(table.verdict_id)
      .where(sql`verdict_id is not null`),
  ],
);

/** A row exists from when a judgement is dispatched. It is judged and settled like a record, but is not one. */
export const evaluationJudgements = gavel.table(
  "evaluation_judgements",
  {
    id: uuid().primaryKey(),
    evaluation_id: uuid().notNull(),
    position: integer().notNull(),
    repeat: smallint().notNull(),
    status: text().notNull().$type<"queued" | "running" | "completed" | "failed" | "cancelled">(),
    attempts: integer().notNull().default(0),
    ...judgedColumns(),
    /** The same as in `verdict`, for filters and figures. */
    violation: smallint().$type<0 | 1>(),
    policy_category: text(),
    error: json().$type<{ code: string; title: string; detail: string | null }>(),
    /** A JSON string. */
    reasoning: json().$type<string>(),
    engine_ms: integer(),
    started_at: instant(),
    settled_at: instant(),
  },
  (table) => [
    uniqueIndex("evaluation_judgements_of_item").on(table.evaluation_id, table.position, table.repeat),
    index("evaluation_judgements_by_status").on(table.evaluation_id, table.status, table.settled_at),
    index("evaluation_judgements_in_flight")
      .on(table.id)
      .where(sql`status in ('queued', 'running')`),
    // For the retention of texts.
    index("evaluation_judgements_verdicts")
      .on(table.settled_at)
      .where(sql`verdict is not null`),
    index("evaluation_judgements_reasonings")
      .on(table.settled_at)
      .where(sql`reasoning is not null`),
  ],
);
