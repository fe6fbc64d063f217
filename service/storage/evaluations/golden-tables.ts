import { sql } from "drizzle-orm";
import { index, integer, json, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Content } from "../../../schemas/content.ts";
import { gavel, instant } from "../database/gavel-schema.ts";
import type { StoredLabels } from "./golden-labels.ts";

/** Immutable versions of golden sets. One that is still being received has no number yet. */
export const goldenSetVersions = gavel.table(
  "golden_set_versions",
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    version: integer(),
    /** Over the items in their order. */
    sha256: text().notNull(),
    format: text().notNull(),
    items: integer().notNull(),
    labelled: integer().notNull(),
    violations: integer().notNull(),
    created_at: instant().notNull(),
  },
  (table) => [
    uniqueIndex("golden_set_versions_number").on(table.name, table.version),
    uniqueIndex("golden_set_versions_sha256")
      .on(table.name, table.sha256)
      .where(sql`version is not null`),
    index("golden_set_versions_receiving")
      .on(table.created_at)
      .where(sql`version is null`),
  ],
);

/** No foreign key: each item would lock its version. Items are deleted before their version. */
export const goldenItems = gavel.table(
  "golden_items",
  {
    version_id: uuid().notNull(),
    /** From 1, without gaps, in the order of the upload. */
    position: integer().notNull(),
    item_id: text().notNull(),
    content: json().notNull().$type<Content>(),
    violation: smallint().$type<0 | 1>(),
    labels: json().notNull().$type<StoredLabels>(),
  },
  (table) => [primaryKey({ columns: [table.version_id, table.position] })],
);
