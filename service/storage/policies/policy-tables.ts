import { boolean, index, integer, json, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { Activation } from "../../../schemas/activation.ts";
import { bytea, gavel, instant } from "../database/gavel-schema.ts";

export const policies = gavel.table("policies", {
  id: text().primaryKey(),
  active_version: integer(),
  latest_version: integer().notNull(),
  created_at: instant().notNull(),
  updated_at: instant().notNull(),
  archived_at: instant(),
});

/** Immutable. Only the bytes are stored: everything else about a version is derived from them. */
export const policyVersions = gavel.table(
  "policy_versions",
  {
    policy_id: text()
      .notNull()
      .references(() => policies.id),
    version: integer().notNull(),
    sha256: text().notNull(),
    source: bytea().notNull(),
    created_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.policy_id, table.version] }),
    unique("policy_versions_sha256").on(table.policy_id, table.sha256),
    index("policy_versions_by_sha256").on(table.sha256),
  ],
);

/** Each change of the active version. */
export const policyActivations = gavel.table(
  "policy_activations",
  {
    policy_id: text()
      .notNull()
      .references(() => policies.id),
    /** Counts from 1 within the policy. */
    nth: integer().notNull(),
    kind: text().notNull().$type<Activation["kind"]>(),
    from_version: integer(),
    to_version: integer().notNull(),
    /** The activation that a rollback of this one returns to. */
    back_to: integer(),
    key_id: text(),
    forced: boolean().notNull(),
    reason: text(),
    /** Why the gate refused the version; empty unless it was forced. */
    refusals: json().notNull().$type<readonly string[]>(),
    activated_at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.policy_id, table.nth] })],
);
