import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { NewItem } from "../../judging/verdict-store.ts";
import { fromText } from "../database/json-text.ts";

/** What a record is made of. Neither content nor reasoning. */
export const RECORD_COLUMNS = sql.raw(
  [
    "id, status, policy_id, policy_version, policy_sha256, content_hmac, external_id, metadata, priority, key_id",
    "verdict, score, checks, model, usage, error, engine_ms, attempts, cached_from",
    "created_at, started_at, settled_at, erased_at",
    "created_position::text, settled_position::text",
  ].join(", "),
);

export interface VerdictRow {
  readonly id: string;
  readonly status: VerdictRecord["status"];
  readonly policy_id: string;
  readonly policy_version: number;
  readonly policy_sha256: string;
  readonly content_hmac: string | null;
  readonly external_id: string | null;
  readonly metadata: VerdictRecord["metadata"];
  readonly priority: VerdictRecord["priority"];
  readonly key_id: string;
  readonly verdict: VerdictRecord["verdict"];
  readonly score: number | null;
  readonly checks: VerdictRecord["checks"];
  readonly model: VerdictRecord["model"];
  readonly usage: VerdictRecord["usage"];
  readonly error: VerdictRecord["error"];
  readonly engine_ms: number | null;
  readonly attempts: number;
  readonly cached_from: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly settled_at: string | null;
  readonly erased_at: string | null;
  readonly created_position: string;
  readonly settled_position: string | null;
}

export function recordOf(row: VerdictRow): VerdictRecord {
  const created = new Date(row.created_at);
  const started = dateOrNull(row.started_at);
  const settled = dateOrNull(row.settled_at);
  return {
    id: row.id,
    status: row.status,
    policy: { id: row.policy_id, version: row.policy_version, sha256: row.policy_sha256 },
    content_hmac: row.content_hmac,
    external_id: row.external_id === null ? null : fromText(row.external_id),
    metadata: row.metadata,
    priority: row.priority,
    key_id: fromText(row.key_id),
    verdict: row.verdict,
    score: row.score,
    checks: row.checks,
    model: row.model,
    usage: row.usage,
    timing_ms: {
      queued: started === null ? null : elapsed(created, started),
      engine: row.engine_ms,
      total: settled === null ? null : elapsed(created, settled),
    },
    attempts: row.attempts,
    error: row.error,
    cached_from: row.cached_from,
    created_at: created.toISOString(),
    completed_at: settled?.toISOString() ?? null,
    erased_at: dateOrNull(row.erased_at)?.toISOString() ?? null,
  };
}

/** The record of an item that was just accepted: what `recordOf` would read back. */
export function recordOfNew(item: NewItem): VerdictRecord {
  return {
    id: item.id,
    status: "queued",
    policy: { id: item.policyId, version: item.policyVersion, sha256: item.policySha256 },
    content_hmac: item.contentHmac,
    external_id: item.externalId,
    metadata: item.metadata,
    priority: item.priority,
    key_id: item.keyId,
    verdict: null,
    score: null,
    checks: null,
    model: null,
    usage: null,
    timing_ms: { queued: null, engine: null, total: null },
    attempts: 0,
    error: null,
    cached_from: null,
    created_at: item.createdAt.toISOString(),
    completed_at: null,
    erased_at: null,
  };
}

function dateOrNull(stored: string | null): Date | null {
  return stored === null ? null : new Date(stored);
}

/** Clocks of two machines may differ, so an interval can come out negative. */
function elapsed(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Anything else names no record, and PostgreSQL would refuse it as a uuid. */
export function isVerdictId(id: string): boolean {
  return UUID.test(id);
}
