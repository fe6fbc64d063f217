import { sql } from "drizzle-orm";
import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import type { Evaluation, EvaluationItem } from "../../../schemas/evaluation.ts";
import type { EvaluationReport } from "../../../schemas/evaluation-report.ts";
import type {
  CompletedQuery,
  EvaluationEffort,
  EvaluationItemOptions,
  EvaluationListOptions,
  EvaluationStore,
  NewEvaluation,
  RepeatedItem,
} from "../../evaluations/evaluation-store.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toJson, toText } from "../database/json-text.ts";
import { isVerdictId } from "../verdicts/verdict-row.ts";
import { finalCounts } from "./evaluation-counts.ts";
import { appendItems, createEvaluation } from "./evaluation-create.ts";
import { cancelEvaluation, dispatchJudgements } from "./evaluation-dispatch.ts";
import { eraseTexts } from "./evaluation-erase.ts";
import { findItems, listItems } from "./evaluation-items.ts";
import { readEffort, readOutcomes } from "./evaluation-outcomes.ts";
import { evaluationOf, type EvaluationRow, selectEvaluations } from "./evaluation-row.ts";

/** Evaluations deleted by one sweep. */
const SWEEP_LIMIT = 20;

/** Evaluations in PostgreSQL or PGlite. */
export class DatabaseEvaluationStore implements EvaluationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(evaluation: NewEvaluation): Promise<Evaluation> {
    await createEvaluation(this.#database, evaluation);
    const created = await this.get(evaluation.id);
    if (created === null) throw new Error("An evaluation that was just created no longer exists");
    return created;
  }

  async append(id: string, items: readonly GoldenItem[]): Promise<number> {
    return this.#database.transaction((session) => appendItems(session, id, items));
  }

  async seal(id: string): Promise<void> {
    await this.#database.run((session) =>
      rowsOf(session, sql`UPDATE gavel.evaluations SET open = false WHERE id = ${id}::uuid`),
    );
  }

  async get(id: string): Promise<Evaluation | null> {
    if (!isVerdictId(id)) return null;
    const [row] = await this.#database.run((session) =>
      rowsOf<EvaluationRow>(session, sql`${selectEvaluations(true)} WHERE e.id = ${id}::uuid`),
    );
    return row === undefined ? null : evaluationOf(row);
  }

  async list({ purpose, policyId, limit, after }: EvaluationListOptions): Promise<{
    readonly evaluations: readonly Evaluation[];
    readonly hasMore: boolean;
  }> {
    const rows = await this.#database.run((session) =>
      rowsOf<EvaluationRow>(
        session,
        sql`${selectEvaluations(false)} WHERE e.purpose = ${purpose}
            ${policyId === undefined ? sql`` : sql`AND e.policy_id = ${toText(policyId)}`}
            ${after === undefined ? sql`` : sql`AND e.id < ${after}::uuid`}
            ORDER BY e.id DESC LIMIT ${limit + 1}`,
      ),
    );
    return { evaluations: rows.slice(0, limit).map(evaluationOf), hasMore: rows.length > limit };
  }

  async findCompleted(query: CompletedQuery): Promise<Evaluation | null> {
    const { policyId, policySha256, reasoningEffort, goldenSet } = query;
    const name = sql`e.golden_set->>'name' IS NOT DISTINCT FROM ${goldenSet ?? null}::text`;
    const [row] = await this.#database.run((session) =>
      rowsOf<EvaluationRow>(
        session,
        sql`${selectEvaluations(true)} WHERE e.policy_id = ${toText(policyId)} AND e.purpose = 'evaluation'
              AND e.policy_sha256 = ${policySha256} AND e.reasoning_effort = ${reasoningEffort}
              AND e.status = 'completed' AND e.perturbation IS NULL ${goldenSet === undefined ? sql`` : sql`AND ${name}`}
            ORDER BY e.id DESC LIMIT 1`,
      ),
    );
    return row === undefined ? null : evaluationOf(row);
  }

  async items(id: string, options: EvaluationItemOptions): ReturnType<EvaluationStore["items"]> {
    return isVerdictId(id) ? listItems(this.#database, id, options) : null;
  }

  itemsById(id: string, itemIds: readonly string[]): Promise<readonly EvaluationItem[]> {
    return findItems(this.#database, id, itemIds);
  }

  eraseTexts(options: Parameters<EvaluationStore["eraseTexts"]>[0]): Promise<number> {
    return eraseTexts(this.#database, options);
  }

  async cancel(id: string): Promise<Evaluation | null> {
    if (!isVerdictId(id)) return null;
    await this.#database.transaction((session) => cancelEvaluation(session, id));
    return this.get(id);
  }

  async draftSource(sha256: string): Promise<Uint8Array | null> {
    const [row] = await this.#database.run((session) =>
      rowsOf<{ draft: Uint8Array }>(
        session,
        sql`SELECT draft FROM gavel.evaluations WHERE policy_sha256 = ${sha256} AND draft IS NOT NULL LIMIT 1`,
      ),
    );
    return row?.draft ?? null;
  }

  async hasWork(): Promise<boolean> {
    const rows = await this.#database.run((session) =>
      rowsOf(session, sql`SELECT 1 FROM gavel.evaluations WHERE ended_at IS NULL LIMIT 1`),
    );
    return rows.length > 0;
  }

  async countInFlight(): Promise<number> {
    const [row] = await this.#database.run((session) =>
      rowsOf<{ count: number }>(
        session,
        sql`SELECT count(*)::int AS count FROM gavel.evaluation_judgements
            WHERE status IN ('queued', 'running') AND (status = 'running' OR attempts = 0)`,
      ),
    );
    return row?.count ?? 0;
  }

  dispatch(limit: number): Promise<readonly string[]> {
    return dispatchJudgements(this.#database, limit);
  }

  async listInFlight(after: string | null, limit: number): Promise<readonly string[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string }>(
        session,
        sql`SELECT id FROM gavel.evaluation_judgements
            WHERE status IN ('queued', 'running') ${after === null ? sql`` : sql`AND id > ${after}::uuid`}
            ORDER BY id LIMIT ${limit}`,
      ),
    );
    return rows.map(({ id }) => id);
  }

  async listSettled(): Promise<readonly string[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string }>(
        session,
        sql`SELECT e.id FROM gavel.evaluations e
            WHERE e.ended_at IS NULL
              AND (e.status = 'cancelling' OR (NOT e.open AND e.dispatched = e.items * e.repeats))
              AND NOT EXISTS (SELECT FROM gavel.evaluation_judgements j
                              WHERE j.evaluation_id = e.id AND j.status IN ('queued', 'running'))
            ORDER BY e.id`,
      ),
    );
    return rows.map(({ id }) => id);
  }

  outcomes(id: string): AsyncIterable<RepeatedItem> {
    return readOutcomes(this.#database, id);
  }

  effort(id: string): Promise<EvaluationEffort> {
    return readEffort(this.#database, id);
  }

  async finish(id: string, report: EvaluationReport): Promise<void> {
    await this.#database.transaction(async (session) => {
      const final = await finalCounts(session, id);
      await rowsOf(
        session,
        sql`UPDATE gavel.evaluations SET
              status = CASE status WHEN 'running' THEN 'completed' ELSE 'cancelled' END,
              report = ${toJson(report)}::json, final = ${toJson(final)}::json,
              ended_at = ${new Date().toISOString()}::timestamptz
            WHERE id = ${id}::uuid AND ended_at IS NULL`,
      );
    });
  }

  async sweep(endedBefore: Date, triesEndedBefore: Date): Promise<number> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string }>(
        session,
        sql`SELECT id FROM gavel.evaluations
            WHERE ended_at < ${endedBefore.toISOString()}::timestamptz
               OR (purpose = 'try' AND ended_at < ${triesEndedBefore.toISOString()}::timestamptz)
            ORDER BY ended_at LIMIT ${SWEEP_LIMIT}`,
      ),
    );
    for (const { id } of rows) {
      await this.#database.transaction(async (session) => {
        await rowsOf(session, sql`DELETE FROM gavel.evaluation_judgements WHERE evaluation_id = ${id}::uuid`);
        await rowsOf(session, sql`DELETE FROM gavel.evaluation_items WHERE evaluation_id = ${id}::uuid`);
        await rowsOf(session, sql`DELETE FROM gavel.trials WHERE evaluation_id = ${id}::uuid`);
        await rowsOf(session, sql`DELETE FROM gavel.evaluations WHERE id = ${id}::uuid`);
      });
    }
    return rows.length;
  }
}
