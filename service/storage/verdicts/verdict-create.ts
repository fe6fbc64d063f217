import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { CreateResult, NewItem } from "../../judging/verdict-store.ts";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { findReplays, type Replay, rememberKeys } from "../idempotency/idempotency.ts";
import { columnList, inlineRows, pick } from "../database/columns.ts";
import { lockPositions } from "../database/positions.ts";
import type { CreateCall } from "./create-call.ts";
import { findRetries, recordRetries } from "./verdict-retry.ts";
import { serveAgain } from "./verdict-reuse.ts";
import { acceptedColumns, acceptedValues, recordOfNew } from "./verdict-row.ts";
import { verdicts } from "./verdict-tables.ts";

/** The records of a replay are read after the transaction. */
export type Created = { readonly result: CreateResult } | { readonly replayOf: readonly string[] };

/** Commits the items of all calls in one transaction. */
export async function createAll(
  database: Database,
  calls: readonly CreateCall[],
): Promise<readonly Outcome<Created>[]> {
  return database.transaction(async (session) => {
    await lockPositions(session, "created");
    const requests = await findReplays(session, calls);
    const retries = await findRetries(session, calls);
    const replays = calls.map((_, index) => requests[index] ?? retries[index] ?? null);
    const fresh = calls.filter((_, index) => replays[index] === null);
    const items = fresh.flatMap((call) => call.items);
    const accepted = await acceptItems(session, items);
    await rememberKeys(session, fresh);
    await recordRetries(session, items);
    return calls.map((call, index) => outcomeOf(call, replays[index] ?? null, accepted));
  });
}

/** How items were accepted. One that is in neither map needs a job, unless it is in the backlog. */
export interface AcceptedItems {
  /** Settled immediately with an earlier verdict. */
  readonly served: ReadonlyMap<string, VerdictRecord>;
  /** The id of the identical item in flight whose judgement an item shares. */
  readonly leaderIds: ReadonlyMap<string, string>;
}

/** Items that need a job now. */
function idsToEnqueue(items: readonly NewItem[], { served, leaderIds }: AcceptedItems): readonly string[] {
  return items
    .filter(({ id, inBacklog }) => !inBacklog && !served.has(id) && !leaderIds.has(id))
    .map(({ id }) => id);
}

/** Writes new items. The caller holds the lock of created positions, and no row of a verdict. */
export async function acceptItems(session: Session, items: readonly NewItem[]): Promise<AcceptedItems> {
  const served = await serveAgain(session, items);
  const toJudge = items.filter(({ id }) => !served.has(id));
  const leaders = await followLeaders(session, toJudge);
  await insertItems(session, toJudge, leaders);
  return { served, leaderIds: new Map([...leaders].map(([id, leader]) => [id, leader.id])) };
}

function outcomeOf({ items }: CreateCall, replay: Replay | null, accepted: AcceptedItems): Outcome<Created> {
  if (replay !== null) return "error" in replay ? replay : { value: { replayOf: replay.recordIds } };
  const records = items.map((item) => accepted.served.get(item.id) ?? recordOfNew(item));
  return { value: { result: { records, toEnqueue: idsToEnqueue(items, accepted), replayed: false } } };
}

/** An item that others may follow. */
type Leader = Pick<NewItem, "id" | "keyId" | "awaited" | "inBacklog">;

/**
 * Finds the leader of each item that is identical to one in flight, or to an earlier one of the same batch.
 *
 * The share lock makes a leader's settling wait until its new follower is committed. If the leader is already being
 * settled, the lock waits for that, finds the leader settled, and the item becomes a leader itself.
 */
async function followLeaders(
  session: Session,
  items: readonly NewItem[],
): Promise<ReadonlyMap<string, Leader>> {
  const inFlight = await rowsOf<Leader & { readonly fingerprint: string }>(
    session,
    sql`SELECT id, fingerprint, key_id AS "keyId", awaited,
               in_backlog AND status = 'queued' AS "inBacklog" FROM gavel.verdicts
        WHERE fingerprint = ANY(${sql.param(items.map(({ fingerprint }) => fingerprint))}::text[])
          AND leader_id IS NULL AND status IN ('queued', 'running')
        ORDER BY id FOR SHARE`,
  );
  const byFingerprint = new Map<string, Leader>(inFlight.map((leader) => [leader.fingerprint, leader]));
  const leaders = new Map<string, Leader>();
  for (const item of items) {
    const leader = byFingerprint.get(item.fingerprint);
    if (leader === undefined) byFingerprint.set(item.fingerprint, item);
    else leaders.set(item.id, leader);
  }
  return leaders;
}

/**
 * A follower takes its turn with its leader. If the leader waits after other items of another key, or after items that
 * callers wait for, the follower is in the backlog too: the earlier of the two turns counts.
 */
function belongsInBacklog(item: NewItem, leader: Leader | undefined): boolean {
  if (leader === undefined) return item.inBacklog;
  return leader.inBacklog && (leader.keyId !== item.keyId || (item.awaited && !leader.awaited));
}

const insertedColumns = {
  ...acceptedColumns,
  ...pick(verdicts, ["leader_id", "reusable", "awaited", "in_backlog"]),
};

async function insertItems(
  session: Session,
  items: readonly NewItem[],
  leaders: ReadonlyMap<string, Leader>,
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({
    ...acceptedValues(item),
    leader_id: leaders.get(item.id)?.id ?? null,
    reusable: item.reuseSince !== null,
    awaited: item.awaited,
    in_backlog: belongsInBacklog(item, leaders.get(item.id)),
  }));
  await rowsOf(
    session,
    sql`INSERT INTO gavel.verdicts (status, created_position, ${columnList(insertedColumns)})
        SELECT 'queued', nextval('gavel.created_positions'), item.*
        FROM ${inlineRows("item", insertedColumns, rows)}`,
  );
}
