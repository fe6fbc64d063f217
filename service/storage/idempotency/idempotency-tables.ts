import { index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { gavel, instant } from "../database/gavel-schema.ts";

export const idempotencyKeys = gavel.table(
  "idempotency_keys",
  {
    scope: text().notNull(),
    key: text().notNull(),
    body_hmac: text().notNull(),
    record_ids: uuid().array().notNull(),
    created_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.key] }),
    index("idempotency_keys_created_at").on(table.created_at),
  ],
);
