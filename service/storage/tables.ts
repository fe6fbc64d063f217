import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
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
    /** Null once erased, as the fingerprint. */
    contentHmac: text("content_hmac"),
    fingerprint: text("fingerprint"),
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
    /** The record whose verdict was served again for this one. It may be gone since. */
    cachedFrom: uuid("cached_from"),
    /** Judged under a policy version with a verdict cache, so that its verdict may be served again. */
    reusable: boolean("reusable").notNull().default(false),
    /** The API key that sent it: keys take turns. */
    keyId: text("key_id").notNull().default("unknown"),
    /** A caller waits for it, and it gives its place up if that caller leaves. */
    awaited: boolean("awaited").notNull().default(false),
    /** Accepted and not handed to the queue of jobs yet. */
    inBacklog: boolean("in_backlog").notNull().default(false),
    /** Completed, and the words of its verdict are still there. */
    rationaleKept: boolean("rationale_kept").notNull().default(false),
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
    index("verdicts_reusable")
      .on(table.fingerprint, table.settledAt)
      .where(sql`reusable and rationale_kept`),
    index("verdicts_backlog")
      .on(table.priority, table.keyId, table.awaited.desc(), table.createdPosition)
      .where(sql`in_backlog and status = 'queued'`),
    index("verdicts_batch_dispatched")
      .on(table.id)
      .where(
        sql`priority = 'batch' and not in_backlog and leader_id is null and status in ('queued', 'running')`,
      ),
    index("verdicts_by_key").on(table.keyId, table.createdPosition),
    index("verdicts_rationale_to_erase")
      .on(table.settledAt)
      .where(sql`rationale_kept`),
    index("verdicts_settled_at")
      .on(table.settledAt)
      .where(sql`settled_at is not null`),
    index("verdicts_content_to_erase")
      .on(table.settledAt)
      .where(sql`settled_at is not null and content is not null`),
  ],
);

/** How far each key has been served, by which it is told whose turn it is; see fair-order.ts. */
export const turns = gavel.table(
  "turns",
  {
    priority: text("priority").notNull(),
    /** Empty: the pass that was served last, from which a key starts that comes anew. */
    keyId: text("key_id").notNull(),
    pass: doublePrecision("pass").notNull(),
  },
  (table) => [primaryKey({ columns: [table.priority, table.keyId] })],
);

/** Workers that judge now, as they last said. Times are the database's own, so that processes agree on them. */
export const workers = gavel.table("workers", {
  id: uuid("id").primaryKey(),
  /** Items judged at a time. */
  places: integer("places").notNull(),
  /** Items a second with all places taken; null: nothing judged yet. */
  perSecond: doublePrecision("per_second"),
  heardAt: timestamp("heard_at", { withTimezone: true }).notNull(),
});

/** The analysis channel, apart, so that no query of records reads it by accident. */
export const verdictReasonings = gavel.table(
  "verdict_reasonings",
  {
    verdictId: uuid("verdict_id")
      .primaryKey()
      .references(() => verdicts.id, { onDelete: "cascade" }),
    /** A JSON string. */
    reasoning: json("reasoning").$type<string>().notNull(),
    /** When it was reached: a copy for a verdict that is served again keeps the time of the original. */
    settledAt: instant("settled_at").notNull(),
  },
  (table) => [index("verdict_reasonings_settled_at").on(table.settledAt)],
);

/** What belongs to this installation as a whole: one row. */
export const installation = gavel.table(
  "installation",
  {
    only: boolean("only").primaryKey().default(true),
    contentHashKey: text("content_hash_key").notNull(),
  },
  (table) => [check("installation_only", sql`${table.only}`)],
);

export const idempotencyKeys = gavel.table(
  "idempotency_keys",
  {
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    bodyHmac: text("body_hmac").notNull(),
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
  /** One secret is one key. */
  sha256: text("sha256").notNull().unique("api_keys_sha256"),
  createdAt: instant("created_at").notNull(),
  revokedAt: instant("revoked_at"),
  /** First given by the environment, and not by POST /keys. */
  environment: boolean("environment").notNull().default(false),
  /** When the environment gave another key. Null again when it gives this one again. */
  replacedAt: instant("replaced_at"),
});

/** Endpoints. Their secrets are kept as they are: signing needs them. */
export const webhooks = gavel.table("webhooks", {
  id: uuid("id").primaryKey(),
  url: text("url").notNull(),
  description: text("description"),
  policyIds: text("policy_ids").array(),
  violation: smallint("violation"),
  enabled: boolean("enabled").notNull().default(true),
  disabledReason: text("disabled_reason"),
  secret: text("secret").notNull(),
  previousSecret: text("previous_secret"),
  previousSecretExpiresAt: instant("previous_secret_expires_at"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/**
 * The outbox. What is sent is the record as it is at the time, so no row holds a copy of it. No foreign key
 * leads to the endpoint: see webhook-outbox.ts. Times are the database's own, so that processes agree on them.
 */
export const webhookDeliveries = gavel.table(
  "webhook_deliveries",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
    webhookId: uuid("webhook_id").notNull(),
    /** Null for a test. */
    verdictId: uuid("verdict_id").references(() => verdicts.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    status: text("status").notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    lastStatusCode: integer("last_status_code"),
    lastAttemptAt: timestamp("last_attempt_at", { withTimezone: true }),
    /** While an attempt runs: when it counts as lost. */
    nextAttemptAt: timestamp("next_attempt_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("webhook_deliveries_due")
      .on(table.webhookId, table.nextAttemptAt)
      .where(sql`status = 'pending'`),
    index("webhook_deliveries_by_webhook").on(table.webhookId, table.position),
    index("webhook_deliveries_by_verdict")
      .on(table.verdictId)
      .where(sql`verdict_id is not null`),
    index("webhook_deliveries_created_at")
      .on(table.createdAt)
      .where(sql`status <> 'pending'`),
  ],
);

/** Uploads of many lines. Counters are kept by the statements that change lines. */
export const batches = gavel.table(
  "batches",
  {
    id: uuid("id").primaryKey(),
    status: text("status").notNull(),
    keyId: text("key_id").notNull(),
    format: text("format").notNull(),
    lines: integer("lines").notNull().default(0),
    badLines: integer("bad_lines").notNull().default(0),
    /** Good lines that wait no longer: fed, or given up. */
    fedLines: integer("fed_lines").notNull().default(0),
    items: integer("items").notNull().default(0),
    /** Of lines whose items have all settled. */
    completedItems: integer("completed_items").notNull().default(0),
    failedItems: integer("failed_items").notNull().default(0),
    expiredItems: integer("expired_items").notNull().default(0),
    /** Names the upload among those of its key. */
    idempotencyKey: text("idempotency_key"),
    uploadHmac: text("upload_hmac"),
    createdAt: instant("created_at").notNull(),
    /** When lines last came in. */
    touchedAt: instant("touched_at").notNull(),
    fedAt: instant("fed_at"),
    endedAt: instant("ended_at"),
    /** How many items had settled at two instants, by which the rate is told. */
    earlierMarkAt: instant("earlier_mark_at"),
    earlierMarkItems: integer("earlier_mark_items"),
    latestMarkAt: instant("latest_mark_at"),
    latestMarkItems: integer("latest_mark_items"),
  },
  (table) => [
    index("batches_unfinished")
      .on(table.status, table.fedAt)
      .where(sql`status in ('receiving', 'running', 'cancelling', 'deleting')`),
    uniqueIndex("batches_idempotency_key")
      .on(table.keyId, table.idempotencyKey)
      .where(sql`idempotency_key is not null`),
    index("batches_ended_at")
      .on(table.endedAt)
      .where(sql`ended_at is not null`),
  ],
);

/** No foreign key: it would cost a lock of the batch for each line. Lines are removed before their batch. */
export const batchLines = gavel.table(
  "batch_lines",
  {
    batchId: uuid("batch_id").notNull(),
    line: integer("line").notNull(),
    /** Of a run of bad lines with the same error, which share this row; otherwise null. */
    lastLine: integer("last_line"),
    /** bad, or staged, then fed, then settled; or cancelled before it was fed. */
    state: text("state").notNull(),
    /** Null once it has gone into the verdicts. */
    externalId: text("external_id"),
    /** Content, metadata and targets; null once they have gone into the verdicts. */
    item: json("item"),
    items: smallint("items").notNull(),
    /** Length of `item`. */
    characters: integer("characters").notNull(),
    verdictIds: uuid("verdict_ids").array(),
    error: json("error"),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.line] }),
    index("batch_lines_staged")
      .on(table.batchId, table.line)
      .where(sql`state = 'staged'`),
    index("batch_lines_fed")
      .on(table.batchId, table.line)
      .where(sql`state = 'fed'`),
  ],
);

/** Processes of the service, by their heartbeats. `judges` is null for those that never judge. */
export const processes = gavel.table("processes", {
  id: uuid("id").primaryKey(),
  judges: boolean("judges"),
  detail: text("detail").notNull(),
  seenAt: instant("seen_at").notNull(),
});
