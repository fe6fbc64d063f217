import { type SQL, sql } from "drizzle-orm";
import type { PerturbationSettings } from "../../../schemas/perturbation.ts";
import type { Content } from "../../../schemas/content.ts";
import type { EvaluationItem, EvaluationJudgement } from "../../../schemas/evaluation.ts";
import type { EvaluationItemOptions } from "../../evaluations/evaluation-store.ts";
import { judgedContent } from "../../evaluations/judged-content.ts";
import { goldenMessage } from "../../evaluations/golden-message.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { columnList, pick, type RowOf } from "../database/columns.ts";
import { fromText, toText } from "../database/json-text.ts";
import { JUDGED } from "../verdicts/verdict-tables.ts";
import { evaluationItems, evaluationJudgements } from "./evaluation-tables.ts";

const itemColumns = pick(evaluationItems, ["position", "item_id", "violation", "labels"]);

interface ItemRow extends RowOf<typeof itemColumns> {
  readonly perturbation: PerturbationSettings | null;
  /** Null if its golden set was deleted. */
  readonly content: Content | null;
}

const judgementColumns = pick(evaluationJudgements, [
  "position",
  "repeat",
  "status",
  ...JUDGED,
  "violation",
  "policy_category",
  "engine_ms",
  "attempts",
  "error",
  "settled_at",
]);

interface JudgementRow extends RowOf<typeof judgementColumns> {
  readonly reasoning?: string | null;
}

interface ItemPage {
  readonly items: readonly EvaluationItem[];
  readonly next: number | null;
  readonly hasMore: boolean;
}

/**
 * A page of items with their judgements. Null if the evaluation does not exist, or is a shadow or replay: see
 * trial-store.ts.
 */
export function listItems(
  database: Database,
  id: string,
  options: EvaluationItemOptions,
): Promise<ItemPage | null> {
  return database.run(async (session) => {
    const [evaluation] = await rowsOf<{ ended: boolean }>(
      session,
      sql`SELECT ended_at IS NOT NULL AS ended FROM gavel.evaluations
          WHERE id = ${id}::uuid AND purpose IN ('evaluation', 'try')`,
    );
    if (evaluation === undefined) return null;
    const rows = await itemRows(session, id, options);
    const page = rows.slice(0, options.limit);
    return {
      items: await withJudgements(session, id, page, options.reasoning),
      next: page.at(-1)?.position ?? null,
      hasMore: rows.length > options.limit,
    };
  });
}

/** Items by their ids. */
export function findItems(
  database: Database,
  id: string,
  itemIds: readonly string[],
): Promise<readonly EvaluationItem[]> {
  return database.run(async (session) => {
    const ids = sql.param(itemIds.map((itemId) => toText(itemId)));
    const rows = await contentRows(
      session,
      sql`SELECT i.* FROM gavel.evaluation_items i
          WHERE i.evaluation_id = ${id}::uuid AND i.item_id = ANY(${ids}::text[])`,
    );
    return withJudgements(session, id, rows, false);
  });
}

async function withJudgements(
  session: Session,
  id: string,
  rows: readonly ItemRow[],
  withReasoning: boolean,
): Promise<readonly EvaluationItem[]> {
  const judgements = await judgementRows(session, id, rows, withReasoning);
  return rows.map((row) =>
    itemOf(
      row,
      judgements.filter(({ position }) => position === row.position),
    ),
  );
}

/** The conditions of `filter`, on the judgements `j` of an item `i`. */
const MATCHES: Readonly<Record<NonNullable<EvaluationItemOptions["filter"]>, SQL>> = {
  wrong: sql`EXISTS (SELECT FROM gavel.evaluation_judgements j
    WHERE j.evaluation_id = i.evaluation_id AND j.position = i.position AND j.repeat = 1
      AND j.status = 'completed' AND j.violation <> i.violation)`,
  failed: sql`EXISTS (SELECT FROM gavel.evaluation_judgements j
    WHERE j.evaluation_id = i.evaluation_id AND j.position = i.position AND j.status = 'failed')`,
  changed: sql`EXISTS (SELECT FROM gavel.evaluation_judgements j
    WHERE j.evaluation_id = i.evaluation_id AND j.position = i.position AND j.status = 'completed'
    HAVING count(DISTINCT (j.violation, j.policy_category)) > 1)`,
};

function itemRows(
  session: Session,
  id: string,
  { filter, after, limit }: EvaluationItemOptions,
): Promise<readonly ItemRow[]> {
  return contentRows(
    session,
    sql`SELECT i.* FROM gavel.evaluation_items i
        WHERE i.evaluation_id = ${id}::uuid AND i.position > ${after}::int
          ${filter === undefined ? sql`` : sql`AND ${MATCHES[filter]}`}
        ORDER BY i.position LIMIT ${limit + 1}`,
  );
}

/** The selected items in order, with the content of those that are in a golden set. */
function contentRows(session: Session, selected: SQL): Promise<readonly ItemRow[]> {
  return rowsOf<ItemRow>(
    session,
    sql`SELECT ${columnList(itemColumns, "page")}, e.perturbation, coalesce(page.content, g.content) AS content
        FROM (${selected}) AS page
        JOIN gavel.evaluations e ON e.id = page.evaluation_id
        LEFT JOIN gavel.golden_items g
          ON page.content IS NULL AND g.version_id = e.golden_version_id AND g.position = page.position
        ORDER BY page.position`,
  );
}

async function judgementRows(
  session: Session,
  id: string,
  items: readonly ItemRow[],
  withReasoning: boolean,
): Promise<readonly JudgementRow[]> {
  if (items.length === 0) return [];
  return rowsOf<JudgementRow>(
    session,
    sql`SELECT ${columnList(judgementColumns)} ${withReasoning ? sql`, reasoning` : sql``}
        FROM gavel.evaluation_judgements
        WHERE evaluation_id = ${id}::uuid AND position = ANY(${sql.param(items.map(({ position }) => position))}::int[])
        ORDER BY position, repeat`,
  );
}

function itemOf(row: ItemRow, judgements: readonly JudgementRow[]): EvaluationItem {
  const { item_id, content, perturbation, violation, labels } = row;
  const itemId = fromText(item_id);
  const completed = judgements.filter(({ status }) => status === "completed");
  const answers = completed.map((each) => JSON.stringify([each.violation, each.policy_category]));
  return {
    ...goldenMessage({ id: itemId, violation, ...labels }),
    content: content === null ? null : judgedContent(itemId, content, perturbation),
    outcome: outcomeOf(violation, judgements[0]),
    changed: new Set(answers).size > 1,
    judgements: judgements.map(judgementOf),
  };
}

function outcomeOf(expected: 0 | 1 | null, first: JudgementRow | undefined): EvaluationItem["outcome"] {
  if (first?.status === "failed") return "failed";
  if (first?.status !== "completed") return "missing";
  if (expected === null) return "unlabelled";
  return first.violation === expected ? "right" : "wrong";
}

/** What is left of a verdict whose text was erased after its retention time. */
function codesOf({ violation, policy_category: category }: JudgementRow): EvaluationJudgement["verdict"] {
  if (violation === null) return null;
  return { violation, policy_category: category === null ? null : fromText(category), rationale: "" };
}

function judgementOf(row: JudgementRow): EvaluationJudgement {
  const { repeat, status, engine_ms, attempts, error, settled_at, reasoning } = row;
  return {
    repeat,
    status,
    ...pick(row, JUDGED),
    verdict: row.verdict ?? codesOf(row),
    engine_ms,
    attempts,
    error,
    ...(reasoning === undefined ? {} : { reasoning }),
    completed_at: settled_at === null ? null : new Date(settled_at).toISOString(),
  };
}
