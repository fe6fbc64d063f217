import { type SQL, sql } from "drizzle-orm";
import type { Trial } from "../../../schemas/trial.ts";
import type { NewTrial, Sample, TrialListOptions, TrialStore } from "../../evaluations/trial-store.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { isVerdictId } from "../verdicts/verdict-row.ts";
import { type EvaluationRow, selectEvaluations } from "./evaluation-row.ts";
import { feedTrial } from "./trial-feed.ts";
import { trialDisagreements, trialOutcomes } from "./trial-outcomes.ts";
import { trialOf, type TrialRow } from "./trial-row.ts";
import { startReplay, startShadow } from "./trial-start.ts";
import { stopTrial } from "./trial-stop.ts";

/** Shadows and replays in PostgreSQL or PGlite. */
export class DatabaseTrialStore implements TrialStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  startShadow(trial: NewTrial & { readonly share: number }): Promise<void> {
    return startShadow(this.#database, trial);
  }

  startReplay(trial: NewTrial & { readonly since: Date | null }): Promise<void> {
    return startReplay(this.#database, trial);
  }

  async get(id: string): Promise<Trial | null> {
    if (!isVerdictId(id)) return null;
    const [trial] = await this.#database.run((session) =>
      select(session, sql`t.evaluation_id = ${id}::uuid`, 1),
    );
    return trial ?? null;
  }

  async list(options: TrialListOptions): Promise<{
    readonly trials: readonly Trial[];
    readonly hasMore: boolean;
  }> {
    const { policyId, kind, limit, after } = options;
    const conditions = [
      ...(policyId === undefined ? [] : [sql`t.policy_id = ${toText(policyId)}`]),
      ...(kind === undefined ? [] : [sql`e.purpose = ${kind}`]),
      ...(after === undefined ? [] : [sql`t.evaluation_id < ${after}::uuid`]),
    ];
    const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
    const trials = await this.#database.run((session) => select(session, where, limit + 1));
    return { trials: trials.slice(0, limit), hasMore: trials.length > limit };
  }

  async stop(id: string, by: string | null): Promise<void> {
    if (!isVerdictId(id)) return;
    await this.#database.transaction((session) => stopTrial(session, id, by));
  }

  outcomes(id: string, by: "hour" | "day"): ReturnType<TrialStore["outcomes"]> {
    return this.#database.run((session) => trialOutcomes(session, id, by));
  }

  disagreements(
    id: string,
    options: Parameters<TrialStore["disagreements"]>[1],
  ): ReturnType<TrialStore["disagreements"]> {
    return this.#database.run((session) => trialDisagreements(session, id, options));
  }

  async listSampling(): Promise<readonly string[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<{ id: string }>(
        session,
        sql`SELECT t.evaluation_id AS id FROM gavel.trials t JOIN gavel.evaluations e ON e.id = t.evaluation_id
            WHERE t.sampling AND e.status = 'running' ORDER BY 1`,
      ),
    );
    return rows.map(({ id }) => id);
  }

  feed(id: string, sample: Sample): ReturnType<TrialStore["feed"]> {
    return feedTrial(this.#database, id, sample);
  }
}

/** Newest first. */
async function select(session: Session, where: SQL, limit: number): Promise<readonly Trial[]> {
  const rows = await rowsOf<TrialRow>(
    session,
    sql`SELECT t.evaluation_id, e.purpose, t.item_limit, t.share, t.seen
        FROM gavel.trials t JOIN gavel.evaluations e ON e.id = t.evaluation_id
        WHERE ${where} ORDER BY t.evaluation_id DESC LIMIT ${limit}`,
  );
  const ids = rows.map(({ evaluation_id: id }) => id);
  const evaluations = await rowsOf<EvaluationRow>(
    session,
    sql`${selectEvaluations(false)} WHERE e.id = ANY(${sql.param(ids)}::uuid[])`,
  );
  const byId = new Map(evaluations.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const evaluation = byId.get(row.evaluation_id);
    return evaluation === undefined ? [] : [trialOf(row, evaluation)];
  });
}
