import { index, text, uuid } from "drizzle-orm/pg-core";
import { gavel, instant } from "../database/gavel-schema.ts";

export const sessions = gavel.table(
  "sessions",
  {
    id: uuid().primaryKey(),
    /** Of the token. */
    sha256: text().notNull().unique("sessions_sha256"),
    key_id: text().notNull(),
    created_at: instant().notNull(),
    expires_at: instant().notNull(),
    used_at: instant().notNull(),
  },
  (table) => [index("sessions_by_key").on(table.key_id, table.created_at)],
);

/** A link that is used is deleted. */
export const signInLinks = gavel.table(
  "sign_in_links",
  {
    /** Of the token. */
    sha256: text().primaryKey(),
    key_id: text().notNull(),
    created_at: instant().notNull(),
    expires_at: instant().notNull(),
  },
  (table) => [index("sign_in_links_by_key").on(table.key_id, table.created_at)],
);
