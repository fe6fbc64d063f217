import { bigint, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { gavel, instant } from "../database/gavel-schema.ts";

const sum = () => bigint({ mode: "number" }).notNull();

/**
 * Sums over settled records, by policy, for each step of STATS_STEPS. The cost of reading a period depends on its
 * number of steps, not on the number of records. Kept when records are erased or deleted: it contains only numbers.
 */
export const verdictStats = gavel.table(
  "verdict_stats",
  {
    /** One of STATS_STEPS. */
    step_seconds: integer().notNull(),
    start: instant().notNull(),
    policy_id: text().notNull(),
    violation: integer().notNull(),
    allowed: integer().notNull(),
    failed: integer().notNull(),
    expired: integer().notNull(),
    reused: integer().notNull(),
    started: integer().notNull(),
    queued_ms: sum(),
    max_queued_ms: sum(),
    judged: integer().notNull(),
    engine_ms: sum(),
    prompt_tokens: sum(),
    cached_tokens: sum(),
    reasoning_tokens: sum(),
    completion_tokens: sum(),
  },
  (table) => [primaryKey({ columns: [table.step_seconds, table.start, table.policy_id] })],
);
