import { type SQL, sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { NewItem } from "../../judging/verdict-store.ts";
import { columnList, pick, type RowOf } from "../database/columns.ts";
import { fromText, toText } from "../database/json-text.ts";
import { JUDGED, SUBMITTED, verdicts } from "./verdict-tables.ts";

/** Everything that a record shows. Neither content nor reasoning. */
const recordColumns = pick(verdicts, [
  "id",
  "status",
  "policy_id",
  "policy_version",
  "policy_sha256",
  "content_hmac",
  ...SUBMITTED,
  "key_id",
  ...JUDGED,
  "error",
  "engine_ms",
  "attempts",
  "cached_from",
  "retry_of",
  "review",
  "created_at",
  "started_at",
  "settled_at",
  "erased_at",
]);

/** The record that judges the content of a failed or expired one again. */
const RETRIED_AS: SQL = sql`CASE WHEN status IN ('failed', 'expired')
  THEN (SELECT again.id FROM gavel.verdicts AS again WHERE again.retry_of = verdicts.id) END AS retried_as`;

/**
 * Selects a `VerdictRow` from gavel.verdicts. Positions are selected as text, because drivers differ in how they return
 * a bigint.
 */
export const RECORD_COLUMNS: SQL = sql`${columnList(recordColumns)}, ${RETRIED_AS},
  created_position::text, settled_position::text`;

interface RecordRow extends RowOf<typeof recordColumns> {
  readonly retried_as: string | null;
}

export interface VerdictRow extends RecordRow {
  readonly created_position: string;
  readonly settled_position: string | null;
}

export function recordOf(row: RecordRow): VerdictRecord {
  const created = new Date(row.created_at);
  const started = dateOrNull(row.started_at);
  const settled = dateOrNull(row.settled_at);
  return {
    id: row.id,
    status: row.status,
    policy: { id: row.policy_id, version: row.policy_version, sha256: row.policy_sha256 },
    content_hmac: row.content_hmac,
    ...mapStrings(pick(row, SUBMITTED), fromText),
    key_id: fromText(row.key_id),
    ...pick(row, JUDGED),
    timing_ms: {
      queued: started === null ? null : elapsed(created, started),
      engine: row.engine_ms,
      total: settled === null ? null : elapsed(created, settled),
    },
    attempts: row.attempts,
    error: row.error,
    cached_from: row.cached_from,
    retry_of: row.retry_of,
    retried_as: row.retried_as,
    review: row.review,
    created_at: created.toISOString(),
    completed_at: settled?.toISOString() ?? null,
    erased_at: dateOrNull(row.erased_at)?.toISOString() ?? null,
  };
}

/** The columns that are written when an item is accepted. */
export const acceptedColumns = pick(verdicts, [
  "id",
  "policy_id",
  "policy_version",
  "policy_sha256",
  "content",
  "content_hmac",
  "fingerprint",
  "reasoning_effort",
  ...SUBMITTED,
  "key_id",
  "created_at",
  "retry_of",
]);

export function acceptedValues(item: NewItem): RowOf<typeof acceptedColumns> {
  return {
    id: item.id,
    policy_id: item.policyId,
    policy_version: item.policyVersion,
    policy_sha256: item.policySha256,
    content: item.content,
    content_hmac: item.contentHmac,
    fingerprint: item.fingerprint,
    reasoning_effort: item.reasoningEffort,
    ...mapStrings(pick(item, SUBMITTED), toText),
    key_id: toText(item.keyId),
    created_at: item.createdAt.toISOString(),
    retry_of: item.retryOf ?? null,
  };
}

/** The record of an item that was just accepted, as it would be read from its row. */
export function recordOfNew(item: NewItem): VerdictRecord {
  const judged = Object.fromEntries(JUDGED.map((name) => [name, null])) as Record<
    (typeof JUDGED)[number],
    null
  >;
  return recordOf({
    ...acceptedValues(item),
    ...judged,
    status: "queued",
    error: null,
    engine_ms: null,
    attempts: 0,
    cached_from: null,
    retried_as: null,
    review: null,
    started_at: null,
    settled_at: null,
    erased_at: null,
  });
}

/** Text of callers is escaped in the database. Values that are not strings are unchanged. */
function mapStrings<Values extends object>(values: Values, map: (text: string) => string): Values {
  const mapped = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? map(value) : value,
  ]);
  return Object.fromEntries(mapped) as Values;
}

function dateOrNull(stored: string | null): Date | null {
  return stored === null ? null : new Date(stored);
}

/** The clocks of two machines may differ, so a difference can be negative. */
function elapsed(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** No record has any other string as its id, and PostgreSQL would reject it as a uuid. */
export function isVerdictId(id: string): boolean {
  return UUID.test(id);
}
