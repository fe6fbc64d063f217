import { sql } from "drizzle-orm";
import { boolean, check, text } from "drizzle-orm/pg-core";
import type { Scope } from "../../../schemas/api-key.ts";
import { gavel, instant } from "../database/gavel-schema.ts";

export const apiKeys = gavel.table("api_keys", {
  id: text().primaryKey(),
  name: text().notNull(),
  scopes: text().array().notNull().$type<Scope[]>(),
  /** One secret is one key. */
  sha256: text().notNull().unique("api_keys_sha256"),
  created_at: instant().notNull(),
  revoked_at: instant(),
  /** Created from the environment, not by POST /keys. */
  environment: boolean().notNull().default(false),
  /** When another key of the environment replaced this one. Null again once the environment sets this one again. */
  replaced_at: instant(),
});

/** Values of the installation as a whole: one row. */
export const installation = gavel.table(
  "installation",
  {
    only: boolean().primaryKey().default(true),
    content_hash_key: text().notNull(),
  },
  () => [check("installation_only", sql`"only"`)],
);
