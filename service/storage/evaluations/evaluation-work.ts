import { sql } from "drizzle-orm";
import type { ReasoningEffort } from "../../../engine/engine.ts";
import type { PerturbationSettings } from "../../../schemas/perturbation.ts";
import type { Content } from "../../../schemas/content.ts";
import { judgedContent } from "../../evaluations/judged-content.ts";
import { evaluationJobId, judgementOfJob } from "../../evaluations/job-id.ts";
import { recordFailure } from "../../judging/attempt-failure.ts";
import type { Completion, Failure, WorkItem } from "../../judging/verdict-store.ts";
import type { WorkStore } from "../../judging/work-store.ts";
import { Batcher, type Outcome } from "../database/batcher.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";
import { StorageError } from "../database/storage-error.ts";
import { EVALUATIONS_CHANNEL } from "./evaluation-dispatch.ts";
import { type JudgementSettlement, settleJudgements } from "./evaluation-settle.ts";

const CONTENT_ERASED = recordFailure("failed", "content_erased", null).error;

const MAX_BATCH = 128;
const COMMIT_LIMIT_MS = 8000;

type SettledListener = (jobIds: readonly string[]) => void;

/** The judgements of evaluations, as workers see them: by the ids of their jobs. */
export class DatabaseEvaluationWork implements WorkStore {
  readonly #database: Database;
  readonly #begins: Batcher<string, WorkItem | null>;
  readonly #settlements: Batcher<JudgementSettlement, boolean>;
  readonly #listeners = new Set<SettledListener>();
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    const batch = { maxSize: MAX_BATCH, limitMs: COMMIT_LIMIT_MS, isolate: isCausedByValues };
    this.#database = database;
    this.#begins = new Batcher({ ...batch, run: (ids) => beginJudgements(database, ids) });
    this.#settlements = new Batcher({
      ...batch,
      run: (settlements) => settleJudgements(database, settlements),
    });
  }

  /** Listens for judgements that other processes settle. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(EVALUATIONS_CHANNEL, (payload) => {
      const ids = payload === null || payload === "" ? [] : payload.split(",").map(evaluationJobId);
      for (const listener of this.#listeners) listener(ids);
    });
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
    this.#listeners.clear();
  }

  async begin(jobId: string): Promise<WorkItem | null> {
    const id = judgementOfJob(jobId);
    return id === null ? null : this.#begins.add(id);
  }

  async requeue(jobId: string): Promise<void> {
    const id = judgementOfJob(jobId);
    if (id === null) return;
    await this.#database.run((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.evaluation_judgements SET status = 'queued'
            WHERE id = ${id}::uuid AND status = 'running'`,
      ),
    );
  }

  async complete(jobId: string, completion: Completion): Promise<boolean> {
    const id = judgementOfJob(jobId);
    return id !== null && this.#settlements.add({ id, completion, error: null });
  }

  async fail(jobId: string, { error }: Failure): Promise<boolean> {
    const id = judgementOfJob(jobId);
    return id !== null && this.#settlements.add({ id, completion: null, error });
  }

  async get(): Promise<null> {
    return null;
  }

  onSettled(listener: SettledListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

interface WorkRow {
  readonly id: string;
  readonly policy_id: string;
  readonly policy_version: number | null;
  readonly policy_sha256: string;
  readonly reasoning_effort: ReasoningEffort;
  readonly repeat: number;
  readonly attempts: number;
  readonly started_at: string;
  readonly perturbation: PerturbationSettings | null;
  readonly item_id: string;
  /** Null if the live record that had it was erased, or its golden set deleted. */
  readonly content: Content | null;
}

/** Marks judgements as running and counts their attempts. Null for those that are settled or deleted. */
async function beginJudgements(
  database: Database,
  ids: readonly string[],
): Promise<readonly Outcome<WorkItem | null>[]> {
  const rows = await database.run((session) => beginRows(session, ids));
  const lost = rows.filter(({ content }) => content === null);
  if (lost.length > 0) {
    await settleJudgements(
      database,
      lost.map(({ id }) => ({ id, completion: null, error: CONTENT_ERASED })),
    );
  }
  const items = new Map(
    rows.flatMap((row) => (row.content === null ? [] : [[row.id, workItemOf(row, row.content)]])),
  );
  return ids.map((id) => ({ value: items.get(id) ?? null }));
}

function beginRows(session: Session, ids: readonly string[]): Promise<readonly WorkRow[]> {
  return rowsOf<WorkRow>(
    session,
    sql`UPDATE gavel.evaluation_judgements j SET
          status = 'running', attempts = j.attempts + 1,
          started_at = coalesce(j.started_at, ${new Date().toISOString()}::timestamptz)
        FROM (
          SELECT mine.id, e.policy_id, e.policy_version, e.policy_sha256, e.reasoning_effort, e.perturbation, i.item_id,
                 coalesce(i.content, g.content, v.content) AS content
          FROM (
            SELECT id, evaluation_id, position FROM gavel.evaluation_judgements
            WHERE id = ANY(${sql.param(ids)}::uuid[]) AND status IN ('queued', 'running')
            ORDER BY id FOR NO KEY UPDATE
          ) AS mine
          JOIN gavel.evaluations e ON e.id = mine.evaluation_id
          JOIN gavel.evaluation_items i ON i.evaluation_id = mine.evaluation_id AND i.position = mine.position
          LEFT JOIN gavel.golden_items g
            ON i.content IS NULL AND g.version_id = e.golden_version_id AND g.position = i.position
          LEFT JOIN gavel.verdicts v ON v.id = i.verdict_id
        ) AS work
        WHERE j.id = work.id
        RETURNING j.id, j.repeat, j.attempts, j.started_at, work.policy_id, work.policy_version, work.policy_sha256,
                  work.reasoning_effort, work.perturbation, work.item_id, work.content`,
  );
}

/** Greedy decoding would repeat itself, so each repeat after the first samples with its own seed. */
function workItemOf(row: WorkRow, content: Content): WorkItem {
  return {
    id: evaluationJobId(row.id),
    policyId: fromText(row.policy_id),
    policyVersion: row.policy_version,
    policySha256: row.policy_sha256,
    content: judgedContent(fromText(row.item_id), content, row.perturbation),
    reasoningEffort: row.reasoning_effort,
    attempts: row.attempts,
    createdAt: new Date(row.started_at),
    ...(row.repeat === 1 ? {} : { seed: row.repeat }),
  };
}

function isCausedByValues(error: unknown): boolean {
  return error instanceof StorageError && error.causedByValues;
}
