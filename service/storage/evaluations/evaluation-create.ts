import { type SQL, sql } from "drizzle-orm";
import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import { goldenSetNotFound } from "../../evaluations/errors.ts";
import type { NewEvaluation } from "../../evaluations/evaluation-store.ts";
import { ServiceError } from "../../errors.ts";
import { columnList, inlineRows } from "../database/columns.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toJson, toText } from "../database/json-text.ts";
import { goldenItemColumns, goldenItemRow } from "./golden-row.ts";

/** Evaluations that run at a time: each takes turns with the others. */
const MAX_UNFINISHED = 50;

interface GoldenSource {
  readonly id: string;
  readonly sha256: string;
  readonly items: number;
}

/** The content of a golden set stays there: its items are copied without it, in one statement. */
export async function createEvaluation(database: Database, evaluation: NewEvaluation): Promise<void> {
  await database.transaction(async (session) => {
    await refuseTooMany(session, evaluation.purpose);
    const golden = await findGolden(session, evaluation.goldenSet);
    await insertEvaluation(session, evaluation, golden);
    if (golden !== null) {
      await rowsOf(
        session,
        sql`INSERT INTO gavel.evaluation_items (evaluation_id, position, item_id, violation, labels)
            SELECT ${evaluation.id}::uuid, position, item_id, violation, labels
            FROM gavel.golden_items WHERE version_id = ${golden.id}::uuid`,
      );
    }
    await appendItems(session, evaluation.id, evaluation.ownItems);
  });
}

export async function refuseTooMany(session: Session, purpose: NewEvaluation["purpose"]): Promise<void> {
  const [row] = await rowsOf<{ count: number }>(
    session,
    sql`SELECT count(*)::int AS count FROM gavel.evaluations
        WHERE ended_at IS NULL AND purpose = ${purpose}`,
  );
  if ((row?.count ?? 0) < MAX_UNFINISHED) return;
  throw new ServiceError(
    "evaluation_limit_reached",
    `${MAX_UNFINISHED} are running. Wait until one of them is completed, or cancel one.`,
  );
}

/** Locked, so that the set is not deleted meanwhile. */
async function findGolden(
  session: Session,
  goldenSet: NewEvaluation["goldenSet"],
): Promise<GoldenSource | null> {
  if (goldenSet === null) return null;
  const { name, version } = goldenSet;
  const [row] = await rowsOf<GoldenSource>(
    session,
    sql`SELECT id, sha256, items FROM gavel.golden_set_versions
        WHERE name = ${toText(name)} AND version = ${version}::int FOR SHARE`,
  );
  if (row === undefined) throw goldenSetNotFound(name, version);
  return row;
}

export async function insertEvaluation(
  session: Session,
  evaluation: NewEvaluation,
  golden: GoldenSource | null,
): Promise<void> {
  const { id, purpose, policyId, policyVersion, policySha256, draft, goldenSet } = evaluation;
  const shown =
    goldenSet === null ? null : { name: goldenSet.name, version: goldenSet.version, sha256: golden?.sha256 };
  const source: SQL = draft === null ? sql`NULL` : sql`${Buffer.from(draft, "utf8")}::bytea`;
  await rowsOf(
    session,
    sql`INSERT INTO gavel.evaluations (
          id, purpose, status, policy_id, policy_version, policy_sha256, draft, golden_version_id, golden_set,
          reasoning_effort, repeats, perturbation, key_id, open, items, own_items, created_at)
        VALUES (
          ${id}::uuid, ${purpose}, 'running', ${toText(policyId)}, ${policyVersion}::int, ${policySha256}, ${source},
          ${golden?.id ?? null}::uuid, ${toJson(shown)}::json, ${evaluation.reasoningEffort},
          ${evaluation.repeats}::smallint, ${toJson(evaluation.perturbation)}::json, ${toText(evaluation.keyId)}, ${evaluation.open}::boolean,
          ${golden?.items ?? 0}::int, 0, ${evaluation.createdAt.toISOString()}::timestamptz)`,
  );
}

/** Adds items whose ids the evaluation does not have yet. Returns how many. The row of the evaluation stays locked. */
export async function appendItems(
  session: Session,
  evaluationId: string,
  items: readonly GoldenItem[],
): Promise<number> {
  const [evaluation] = await rowsOf<{ items: number }>(
    session,
    sql`SELECT items FROM gavel.evaluations WHERE id = ${evaluationId}::uuid AND status = 'running'
        FOR NO KEY UPDATE`,
  );
  if (evaluation === undefined || items.length === 0) return 0;
  const known = new Set(await knownIds(session, evaluationId, items));
  const added = new Map(items.filter(({ id }) => !known.has(toText(id))).map((item) => [item.id, item]));
  const rows = [...added.values()].map((item, index) => goldenItemRow(item, evaluation.items + index + 1));
  await rowsOf(
    session,
    sql`INSERT INTO gavel.evaluation_items (evaluation_id, ${columnList(goldenItemColumns)})
        SELECT ${evaluationId}::uuid, i.* FROM ${inlineRows("i", goldenItemColumns, rows)}`,
  );
  await rowsOf(
    session,
    sql`UPDATE gavel.evaluations SET items = items + ${rows.length}::int, own_items = own_items + ${rows.length}::int
        WHERE id = ${evaluationId}::uuid`,
  );
  return rows.length;
}

async function knownIds(
  session: Session,
  evaluationId: string,
  items: readonly GoldenItem[],
): Promise<readonly string[]> {
  const rows = await rowsOf<{ item_id: string }>(
    session,
    sql`SELECT item_id FROM gavel.evaluation_items
        WHERE evaluation_id = ${evaluationId}::uuid
          AND item_id = ANY(${sql.param(items.map(({ id }) => toText(id)))}::text[])`,
  );
  return rows.map(({ item_id: id }) => id);
}
