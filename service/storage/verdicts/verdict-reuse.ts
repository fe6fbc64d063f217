import { type SQL, sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { NewItem } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toJson, toText } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";
import { notifySettled } from "./verdict-settle.ts";

/** Nothing is computed for a verdict that is served again. */
const NO_USAGE = { prompt_tokens: 0, cached_tokens: 0, reasoning_tokens: 0, completion_tokens: 0 };

/**
 * Settles those items at once, with records of their own, for which an equal one was completed recently
 * enough. Answers these records by id; the other items are left to be judged.
 *
 * A record that was itself served again is never an original (`reusable` is false), so a verdict does not
 * outlive its time by being asked for. Erasing takes the lock of settled positions too, so a verdict that is
 * being erased is not copied meanwhile. The caller holds the lock of created positions and no verdict's row.
 */
export async function serveAgain(
  session: Session,
  items: readonly NewItem[],
): Promise<ReadonlyMap<string, VerdictRecord>> {
  const asking = items.filter(({ reuseSince }) => reuseSince !== null);
  // Looked for without the lock first: most of the time there is nothing to serve.
  if (asking.length === 0 || !(await hasOriginal(session, asking))) return new Map();
  await lockPositions(session, "settled");
  const rows = await insertCopies(session, asking);
  const ids = rows.map(({ id }) => id);
  await rowsOf(
    session,
    sql`INSERT INTO gavel.verdict_reasonings (verdict_id, reasoning, settled_at)
        SELECT v.id, r.reasoning, r.settled_at
        FROM gavel.verdicts v JOIN gavel.verdict_reasonings r ON r.verdict_id = v.cached_from
        WHERE v.id = ANY(${sql.param(ids)}::uuid[])`,
  );
  await notifySettled(session, ids);
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

/** Answered by the index verdicts_reusable. */
const IS_ORIGINAL = sql`o.fingerprint = asked.fingerprint AND o.settled_at >= asked.reuse_since
                        AND o.reusable AND o.rationale_kept`;

async function hasOriginal(session: Session, items: readonly NewItem[]): Promise<boolean> {
  const [row] = await rowsOf<{ found: boolean }>(
    session,
    sql`SELECT EXISTS (
          SELECT FROM unnest(${array("text", items, ({ fingerprint }) => fingerprint)},
                             ${array("timestamptz", items, ({ reuseSince }) => reuseSince?.toISOString())})
            AS asked (fingerprint, reuse_since)
          JOIN gavel.verdicts o ON ${IS_ORIGINAL}
        ) AS found`,
  );
  return row?.found === true;
}

/** Of several originals the youngest counts. Whatever follows from the fingerprint is taken over from it. */
function insertCopies(session: Session, items: readonly NewItem[]): Promise<readonly VerdictRow[]> {
  return rowsOf(
    session,
    sql`INSERT INTO gavel.verdicts (
          status, created_position, settled_position, cached_from, policy_id, policy_version, policy_sha256,
          content_hmac, fingerprint, reasoning_effort, verdict, violation, score, checks, model,
          usage, engine_ms, attempts, rationale_kept, id, content, external_id, metadata, priority, key_id,
          created_at, started_at, settled_at)
        SELECT 'completed', nextval('gavel.created_positions'), nextval('gavel.settled_positions'), o.id,
          o.policy_id, o.policy_version, o.policy_sha256, o.content_hmac, o.fingerprint, o.reasoning_effort,
          o.verdict, o.violation, o.score, o.checks, o.model, ${toJson(NO_USAGE)}::json, 0, 0, true,
          asked.id, asked.content, asked.external_id, asked.metadata, asked.priority, asked.key_id,
          asked.created_at, asked.created_at, ${new Date().toISOString()}::timestamptz
        FROM unnest(
          ${array("uuid", items, ({ id }) => id)},
          ${array("text", items, ({ fingerprint }) => fingerprint)},
          ${array("timestamptz", items, ({ reuseSince }) => reuseSince?.toISOString())},
          ${array("json", items, ({ content }) => toJson(content))},
          ${array("text", items, ({ externalId }) => (externalId === null ? null : toText(externalId)))},
          ${array("json", items, ({ metadata }) => toJson(metadata))},
          ${array("text", items, ({ priority }) => priority)},
          ${array("text", items, ({ keyId }) => toText(keyId))},
          ${array("timestamptz", items, ({ createdAt }) => createdAt.toISOString())}
        ) AS asked (id, fingerprint, reuse_since, content, external_id, metadata, priority, key_id, created_at)
        CROSS JOIN LATERAL (
          SELECT * FROM gavel.verdicts o WHERE ${IS_ORIGINAL} ORDER BY o.settled_at DESC LIMIT 1
        ) AS o
        RETURNING ${RECORD_COLUMNS}`,
  );
}

function array(type: string, items: readonly NewItem[], value: (item: NewItem) => unknown): SQL {
  return sql`${sql.param(items.map((item) => value(item) ?? null))}::${sql.raw(type)}[]`;
}
