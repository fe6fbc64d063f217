import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Scope } from "../../schemas/api-key.ts";
import type { Content } from "../../schemas/content.ts";

/** All our tables live in one PostgreSQL schema; every statement of ours names it. */
export const gavel = pgSchema("gavel");

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const policies = gavel.table("policies", {
  id: text("id").primaryKey(),
  activeVersion: integer("active_version"),
  latestVersion: integer("latest_version").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  archivedAt: instant("archived_at"),
});

/** Immutable. Everything about a version but its bytes follows from them, so only they are kept. */
export const policyVersions = gavel.table(
  "policy_versions",
  {
    policyId: text("policy_id")
      .notNull()
      .references(() => policies.id),
    version: integer("version").notNull(),
    sha256: text("sha256").notNull(),
    source: bytea("source").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.policyId, table.version] }),
    unique("policy_versions_sha256").on(table.policyId, table.sha256),
    index("policy_versions_by_sha256").on(table.sha256),
  ],
);

/** Handed out under a lock that is held until commit; see positions.ts. */
export const createdPositions = gavel.sequence("created_positions");
export const settledPositions = gavel.sequence("settled_positions");

/**
 * One row for each record. Texts of callers and models are `json`, or `text` as json-text.ts spells it:
 * both hold any string, where `jsonb` and plain `text` refuse U+0000.
 */
export const verdicts = gavel.table(
  "verdicts",
  {
    id: uuid("id").primaryKey(),
    status: text("status").notNull(),
    policyId: text("policy_id").notNull(),
    policyVersion: integer("policy_version").notNull(),
    policySha256: text("policy_sha256").notNull(),
    /** Null once erased. */
    content: json("content").$type<Content>(),
    contentSha256: text("content_sha256").notNull(),
    fingerprint: text("fingerprint").notNull(),
    /** The equal item whose outcome this one shares. Null for an item with a job of its own. */
    leaderId: uuid("leader_id"),
    reasoningEffort: text("reasoning_effort").notNull(),
    externalId: text("external_id"),
    metadata: json("metadata"),
    priority: text("priority").notNull(),
    attempts: integer("attempts").notNull().default(0),
    verdict: json("verdict"),
    violation: smallint("violation"),
    score: doublePrecision("score"),
    checks: json("checks"),
    model: json("model"),
    usage: json("usage"),
    error: json("error"),
    engineMs: integer("engine_ms"),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    settledAt: instant("settled_at"),
    erasedAt: instant("erased_at"),
    createdPosition: bigint("created_position", { mode: "number" }).notNull(),
    settledPosition: bigint("settled_position", { mode: "number" }),
  },
  (table) => [
    uniqueIndex("verdicts_one_leader")
      .on(table.fingerprint)
      .where(sql`leader_id is null and status in ('queued', 'running')`),
    index("verdicts_followers")
      .on(table.leaderId)
      .where(sql`leader_id is not null and status in ('queued', 'running')`),
    index("verdicts_unsettled_leaders")
      .on(table.id)
      .where(sql`leader_id is null and status in ('queued', 'running')`),
    index("verdicts_unsettled")
      .on(table.status, table.createdPosition)
      .where(sql`status in ('queued', 'running')`),
    uniqueIndex("verdicts_created").on(table.createdPosition),
    index("verdicts_created_by_policy").on(table.policyId, table.createdPosition),
    index("verdicts_by_external_id")
      .on(table.externalId, table.createdPosition)
      .where(sql`external_id is not null`),
    uniqueIndex("verdicts_settled")
      .on(table.settledPosition)
      .where(sql`settled_position is not null`),
    index("verdicts_settled_by_policy")
      .on(table.policyId, table.settledPosition)
      .where(sql`settled_position is not null`),
    index("verdicts_violating")
      .on(table.settledPosition)
      .where(sql`violation = 1`),
    index("verdicts_violating_by_policy")
      .on(table.policyId, table.settledPosition)
      .where(sql`violation = 1`),
    index("verdicts_not_judged")
      .on(table.status, table.settledPosition)
      .where(sql`status in ('failed', 'expired')`),
    index("verdicts_settled_at")
      .on(table.settledAt)
      .where(sql`settled_at is not null`),
    index("verdicts_content_to_erase")
      .on(table.settledAt)
      .where(sql`settled_at is not null and content is not null`),
  ],
);

/** The analysis channel, apart, so that no query of records reads it by accident. */
export const verdictReasonings = gavel.table("verdict_reasonings", {
  verdictId: uuid("verdict_id")
    .primaryKey()
    .references(() => verdicts.id, { onDelete: "cascade" }),
  /** A JSON string. */
  reasoning: json("reasoning").$type<string>().notNull(),
});

export const idempotencyKeys = gavel.table(
  "idempotency_keys",
  {
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    bodySha256: text("body_sha256").notNull(),
    recordIds: uuid("record_ids").array().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.key] }),
    index("idempotency_keys_created_at").on(table.createdAt),
  ],
);

export const apiKeys = gavel.table("api_keys", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  scopes: text("scopes").array().notNull().$type<Scope[]>(),
  sha256: text("sha256").notNull(),
  createdAt: instant("created_at").notNull(),
  revokedAt: instant("revoked_at"),
});
