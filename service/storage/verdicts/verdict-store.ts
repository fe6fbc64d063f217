import { sql } from "drizzle-orm";
import type { VerdictCounts } from "../../../schemas/verdict-counts.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { VerdictFilter } from "../../judging/verdict-filter.ts";
import type {
  Completion,
  CountOptions,
  CreateResult,
  Failure,
  FollowedPage,
  FollowOptions,
  Idempotency,
  KeptContent,
  NewItem,
  Priority,
  RetrySource,
  VerdictListOptions,
  VerdictListResult,
  VerdictStore,
  WorkItem,
} from "../../judging/verdict-store.ts";
import { Batcher, type Outcome } from "../database/batcher.ts";
import { type Database, rowsOf } from "../database/database.ts";
import type { Stats } from "../../../schemas/stats.ts";
import type { StatsPeriod } from "../../judging/stats-period.ts";
import { deleteSums, readStats, readUnsettled } from "../stats/read-stats.ts";
import { countSettled } from "../search/count-settled.ts";
import { findReplays } from "../idempotency/idempotency.ts";
import { StorageError } from "../database/storage-error.ts";
import type { CreateCall } from "./create-call.ts";
import { readContent } from "./verdict-content.ts";
import { createAll, type Created } from "./verdict-create.ts";
import { eraseVerdict } from "./verdict-erase.ts";
import { abandonAll } from "./verdict-abandon.ts";
import {
  deleteRecords,
  eraseContent,
  eraseRationale,
  eraseReasoning,
  expireUnsettled,
} from "./verdict-housekeeping.ts";
import { recordsById } from "./records-by-id.ts";
import { followVerdicts } from "./verdict-follow.ts";
import { listVerdicts, settledCursor } from "./verdict-list.ts";
import { readRetrySource } from "./verdict-retry.ts";
import { isVerdictId } from "./verdict-row.ts";
import { type Settlement, SETTLED_CHANNEL, settleAll } from "./verdict-settle.ts";
import { beginAll } from "./verdict-work.ts";

const MAX_BATCH = 128;
const MAX_BATCH_CHARACTERS = 4_000_000;
/** Longer than for reads, because a large group commit on a busy server is slow. */
const COMMIT_LIMIT_MS = 8000;

type SettledListener = (ids: readonly string[]) => void;

/** Records in PostgreSQL or PGlite. Calls that every item makes are batched. */
export class DatabaseVerdictStore implements VerdictStore {
  readonly #database: Database;
  readonly #creates: Batcher<CreateCall, Created>;
  readonly #gets: Batcher<string, VerdictRecord | null>;
  readonly #begins: Batcher<string, WorkItem | null>;
  readonly #settlements: Batcher<Settlement, boolean>;
  readonly #abandoned: Batcher<string, readonly string[]>;
  readonly #listeners = new Set<SettledListener>();
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    const batch = { maxSize: MAX_BATCH, isolate: isCausedByValues };
    const commits = { ...batch, limitMs: COMMIT_LIMIT_MS };
    this.#database = database;
    this.#creates = new Batcher({
      ...commits,
      run: (calls) => createAll(database, calls),
      weigh: ({ items }) => items.reduce((characters, { content }) => characters + charactersOf(content), 0),
      maxWeight: MAX_BATCH_CHARACTERS,
    });
    this.#gets = new Batcher({ ...batch, run: (ids) => this.#getAll(ids) });
    this.#begins = new Batcher({ ...commits, run: (ids) => beginAll(database, ids) });
    this.#abandoned = new Batcher({ ...commits, run: (ids) => abandonAll(database, ids) });
    this.#settlements = new Batcher({ ...commits, run: (settlements) => settleAll(database, settlements) });
  }

  /** Listens for items that other processes settle. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(SETTLED_CHANNEL, (payload) => {
      const ids = payload === null || payload === "" ? [] : payload.split(",");
      for (const listener of this.#listeners) listener(ids);
    });
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
    this.#listeners.clear();
  }

  async create(items: readonly NewItem[], idempotency?: Idempotency): Promise<CreateResult> {
    const created = await this.#creates.add({ items, idempotency: idempotency ?? null });
    if ("result" in created) return created.result;
    return { records: await this.#getEach(created.replayOf), toEnqueue: [], replayed: true };
  }

  async findReplay(idempotency: Idempotency): Promise<readonly VerdictRecord[] | null> {
    const [replay] = await this.#database.transaction((session) =>
      findReplays(session, [{ items: [], idempotency }]),
    );
    if (replay === null || replay === undefined) return null;
    if ("error" in replay) throw replay.error;
    return this.#getEach(replay.recordIds);
  }

  async #getEach(ids: readonly string[]): Promise<readonly VerdictRecord[]> {
    const records = await Promise.all(ids.map((id) => this.get(id)));
    return records.filter((record) => record !== null);
  }

  async get(id: string): Promise<VerdictRecord | null> {
    return isVerdictId(id) ? this.#gets.add(id.toLowerCase()) : null;
  }

  async getReasoning(id: string): Promise<{ readonly reasoning: string | null } | null> {
    if (!isVerdictId(id)) return null;
    const [row] = await this.#database.run((session) =>
      rowsOf<{ reasoning: string | null }>(
        session,
        sql`SELECT r.reasoning FROM gavel.verdicts v LEFT JOIN gavel.verdict_reasonings r ON r.verdict_id = v.id
            WHERE v.id = ${id}::uuid`,
      ),
    );
    return row ?? null;
  }

  async readContent(id: string, by: string): Promise<KeptContent | null> {
    if (!isVerdictId(id)) return null;
    return this.#database.transaction((session) => readContent(session, id.toLowerCase(), by));
  }

  async readRetrySource(id: string): Promise<RetrySource | null> {
    if (!isVerdictId(id)) return null;
    return this.#database.run((session) => readRetrySource(session, id.toLowerCase()));
  }

  list(options: VerdictListOptions): Promise<VerdictListResult> {
    return this.#database.run((session) => listVerdicts(session, options));
  }

  counts(options: CountOptions): Promise<VerdictCounts> {
    return this.#database.run((session) => countSettled(session, options));
  }

  stats(options: StatsPeriod & { readonly policyId?: string }): Promise<Pick<Stats, "data" | "now">> {
    return this.#database.run(async (session) => ({
      data: [...(await readStats(session, options))],
      now: await readUnsettled(session),
    }));
  }

  follow(options: FollowOptions): Promise<FollowedPage> {
    return this.#database.run((session) => followVerdicts(session, options));
  }

  settledCursor(filter: VerdictFilter, at: "now" | "beginning"): Promise<string> {
    return this.#database.run((session) => settledCursor(session, filter, at));
  }

  async begin(id: string): Promise<WorkItem | null> {
    return isVerdictId(id) ? this.#begins.add(id.toLowerCase()) : null;
  }

  async requeue(id: string): Promise<void> {
    if (!isVerdictId(id)) return;
    await this.#database.run((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.verdicts SET status = 'queued' WHERE id = ${id}::uuid AND status = 'running'`,
      ),
    );
  }

  async complete(id: string, completion: Completion): Promise<boolean> {
    if (!isVerdictId(id)) return false;
    return this.#settlements.add({ id: id.toLowerCase(), status: "completed", completion, error: null });
  }

  async fail(id: string, { status, error }: Failure): Promise<boolean> {
    return (
      isVerdictId(id) && this.#settlements.add({ id: id.toLowerCase(), status, completion: null, error })
    );
  }

  async erase(
    id: string,
    by: string | null = null,
  ): Promise<{ readonly record: VerdictRecord; readonly toEnqueue: readonly string[] } | null> {
    return isVerdictId(id) ? eraseVerdict(this.#database, id.toLowerCase(), by) : null;
  }

  async abandon(ids: readonly string[]): Promise<readonly string[]> {
    return (await Promise.all(ids.map((id) => this.#abandoned.add(id.toLowerCase())))).flat();
  }

  async countUnsettled(): Promise<number> {
    const [row] = await this.#database.run((session) =>
      rowsOf<{ count: number }>(
        session,
        sql`SELECT count(*)::int AS count FROM gavel.verdicts WHERE status IN ('queued', 'running')`,
      ),
    );
    return row?.count ?? 0;
  }

  async listUnsettled(options: {
    readonly before: Date;
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<readonly { readonly id: string; readonly priority: Priority; readonly createdAt: Date }[]> {
    const { before, afterId, limit } = options;
    // Ids are UUIDv7, so they are in the order of acceptance.
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string; priority: Priority; created_at: string }>(
        session,
        sql`SELECT id, priority, created_at FROM gavel.verdicts
            WHERE leader_id IS NULL AND status IN ('queued', 'running') AND NOT in_backlog
              AND created_at < ${before.toISOString()}::timestamptz
              ${afterId === undefined ? sql`` : sql`AND id > ${afterId}::uuid`}
            ORDER BY id LIMIT ${limit}`,
      ),
    );
    return rows.map((row) => ({ id: row.id, priority: row.priority, createdAt: new Date(row.created_at) }));
  }

  expireUnsettled(acceptedBefore: Date): Promise<number> {
    return expireUnsettled(this.#database, acceptedBefore);
  }

  eraseContent(settledBefore: Date): Promise<number> {
    return eraseContent(this.#database, settledBefore);
  }

  eraseRationale(settledBefore: Date): Promise<number> {
    return eraseRationale(this.#database, settledBefore);
  }

  eraseReasoning(settledBefore: Date): Promise<number> {
    return eraseReasoning(this.#database, settledBefore);
  }

  deleteRecords(settledBefore: Date): Promise<number> {
    return deleteRecords(this.#database, settledBefore);
  }

  deleteSums(now: Date): Promise<number> {
    return this.#database.run((session) => deleteSums(session, now));
  }

  /** An empty list means that notifications may have been lost: the listener must read the records itself. */
  onSettled(listener: SettledListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #getAll(ids: readonly string[]): Promise<readonly Outcome<VerdictRecord | null>[]> {
    const records = await this.#database.run((session) => recordsById(session, ids));
    return ids.map((id) => ({ value: records.get(id) ?? null }));
  }
}

/** The values of one item made the batch fail: the others are retried without it. */
function isCausedByValues(error: unknown): boolean {
  return error instanceof StorageError && error.causedByValues;
}

function charactersOf(content: NewItem["content"]): number {
  if (typeof content === "string") return content.length;
  return content.messages.reduce((characters, message) => characters + message.content.length, 0);
}
