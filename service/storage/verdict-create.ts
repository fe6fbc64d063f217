import { type SQL, sql } from "drizzle-orm";
import type { CreateResult, Idempotency, NewItem } from "../classify/verdict-store.ts";
import type { Outcome } from "./batcher.ts";
import { type Database, rowsOf, type Session } from "./database.ts";
import { findReplays, type Replay, rememberKeys } from "./idempotency.ts";
import { toJson, toText } from "./json-text.ts";
import { lockPositions } from "./positions.ts";
import { recordOfNew } from "./verdict-row.ts";

export interface CreateCall {
  readonly items: readonly NewItem[];
  readonly idempotency: Idempotency | null;
}

/** A replay is answered by reading its records, after the transaction. */
export type Created = { readonly result: CreateResult } | { readonly replayOf: readonly string[] };

/** Commits the items of all calls in one transaction. */
export async function createAll(
  database: Database,
  calls: readonly CreateCall[],
): Promise<readonly Outcome<Created>[]> {
  return database.transaction(async (session) => {
    await lockPositions(session, "created");
    const replays = await findReplays(session, calls);
    const fresh = calls.filter((_, index) => replays[index] === null);
    const items = fresh.flatMap((call) => call.items);
    const leaderIds = await followLeaders(session, items);
    await insertItems(session, items, leaderIds);
    await rememberKeys(session, fresh);
    return calls.map((call, index) => outcomeOf(call, replays[index] ?? null, leaderIds));
  });
}

function outcomeOf(
  { items }: CreateCall,
  replay: Replay | null,
  leaderIds: ReadonlyMap<string, string>,
): Outcome<Created> {
  if (replay !== null) return "error" in replay ? replay : { value: { replayOf: replay.recordIds } };
  const records = items.map(recordOfNew);
  const toEnqueue = items.filter(({ id }) => !leaderIds.has(id)).map(({ id }) => id);
  return { value: { result: { records, toEnqueue, replayed: false } } };
}

/**
 * For each item that is equal to one in flight, or to an earlier one of the same batch, the id of that one.
 *
 * The share lock makes a leader's settling wait until its new follower is committed. Where the leader is
 * being settled already, the lock waits for that, finds it settled, and the item leads itself.
 */
async function followLeaders(
  session: Session,
  items: readonly NewItem[],
): Promise<ReadonlyMap<string, string>> {
  const inFlight = await rowsOf<{ id: string; fingerprint: string }>(
    session,
    sql`SELECT id, fingerprint FROM gavel.verdicts
        WHERE fingerprint = ANY(${sql.param(items.map(({ fingerprint }) => fingerprint))}::text[])
          AND leader_id IS NULL AND status IN ('queued', 'running')
        ORDER BY id FOR SHARE`,
  );
  const leaders = new Map(inFlight.map(({ id, fingerprint }) => [fingerprint, id]));
  const leaderIds = new Map<string, string>();
  for (const { id, fingerprint } of items) {
    const leader = leaders.get(fingerprint);
    if (leader === undefined) leaders.set(fingerprint, id);
    else leaderIds.set(id, leader);
  }
  return leaderIds;
}

async function insertItems(
  session: Session,
  items: readonly NewItem[],
  leaderIds: ReadonlyMap<string, string>,
): Promise<void> {
  if (items.length === 0) return;
  const array = (type: string, value: (item: NewItem) => unknown): SQL =>
    sql`${sql.param(items.map(value))}::${sql.raw(type)}[]`;
  await rowsOf(
    session,
    sql`INSERT INTO gavel.verdicts (
          status, created_position, id, policy_id, policy_version, policy_sha256, content, content_sha256,
          fingerprint, leader_id, reasoning_effort, external_id, metadata, priority, created_at)
        SELECT 'queued', nextval('gavel.created_positions'), item.*
        FROM unnest(
          ${array("uuid", ({ id }) => id)},
          ${array("text", ({ policyId }) => policyId)},
          ${array("int", ({ policyVersion }) => policyVersion)},
          ${array("text", ({ policySha256 }) => policySha256)},
          ${array("json", ({ content }) => toJson(content))},
          ${array("text", ({ contentSha256 }) => contentSha256)},
          ${array("text", ({ fingerprint }) => fingerprint)},
          ${array("uuid", ({ id }) => leaderIds.get(id) ?? null)},
          ${array("text", ({ reasoningEffort }) => reasoningEffort)},
          ${array("text", ({ externalId }) => (externalId === null ? null : toText(externalId)))},
          ${array("json", ({ metadata }) => toJson(metadata))},
          ${array("text", ({ priority }) => priority)},
          ${array("timestamptz", ({ createdAt }) => createdAt.toISOString())}
        ) AS item`,
  );
}
