import { bigint, boolean, doublePrecision, index, integer, text, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { gavel } from "../database/gavel-schema.ts";

/** The columns that a shadow or replay has in addition to those of its evaluation. */
export const trials = gavel.table(
  "trials",
  {
    evaluation_id: uuid().primaryKey(),
    policy_id: text().notNull(),
    item_limit: integer().notNull(),
    /** Null for a replay. */
    share: doublePrecision(),
    /** A shadow that has neither been stopped nor reached its limit. */
    sampling: boolean().notNull(),
    /** Live verdicts up to this position were considered. */
    fed_position: bigint({ mode: "number" }).notNull(),
    /** Live verdicts of other versions among these. */
    seen: integer().notNull(),
  },
  (table) => [
    index("trials_sampling")
      .on(table.policy_id)
      .where(sql`sampling`),
  ],
);
