import { doublePrecision, primaryKey, text } from "drizzle-orm/pg-core";
import { gavel } from "../database/gavel-schema.ts";

/** How far each key has been served, which decides whose turn is next; see fair-order.ts. */
export const turns = gavel.table(
  "turns",
  {
    priority: text().notNull(),
    /** Empty in the row with the pass that was served last; a key that was idle starts from that pass. */
    key_id: text().notNull(),
    pass: doublePrecision().notNull(),
  },
  (table) => [primaryKey({ columns: [table.priority, table.key_id] })],
);
