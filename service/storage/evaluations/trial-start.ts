import { sql } from "drizzle-orm";
import type { NewTrial } from "../../evaluations/trial-store.ts";
import { ServiceError } from "../../errors.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { lockPolicy } from "../policies/policy-put.ts";
import { insertEvaluation, refuseTooMany } from "./evaluation-create.ts";
import { startedEntry } from "./trial-entries.ts";
import { appendLive, LIVE_COLUMNS, type LiveRow } from "./trial-items.ts";

const SLICE = 500;

export async function startShadow(
  database: Database,
  trial: NewTrial & { readonly share: number },
): Promise<void> {
  await database.transaction(async (session) => {
    await lockPolicy(session, trial.candidate.policyId);
    await refuseSecond(session, trial.candidate.policyId);
    await insertTrial(session, trial, trial.share);
    await appendEntries(session, [startedEntry(trial, trial.share)]);
  });
}

export async function startReplay(
  database: Database,
  trial: NewTrial & { readonly since: Date | null },
): Promise<void> {
  await database.transaction(async (session) => {
    await insertTrial(session, trial, null);
    let items = 0;
    for (let before: string | null = null; items < trial.limit;) {
      const slice = await latestRecords(session, trial, before, Math.min(SLICE, trial.limit - items));
      await appendLive(session, trial.id, items, slice);
      items += slice.length;
      before = slice.at(-1)?.settled_position ?? null;
      if (before === null) break;
    }
    if (items === 0) throw nothingToReplay(trial.candidate.policyId);
    await rowsOf(session, sql`UPDATE gavel.evaluations SET open = false WHERE id = ${trial.id}::uuid`);
    await appendEntries(session, [startedEntry(trial, null)]);
  });
}

async function refuseSecond(session: Session, policyId: string): Promise<void> {
  const running = await rowsOf(
    session,
    sql`SELECT 1 FROM gavel.trials t JOIN gavel.evaluations e ON e.id = t.evaluation_id
        WHERE t.policy_id = ${toText(policyId)} AND t.sampling AND e.status = 'running'`,
  );
  if (running.length === 0) return;
  throw new ServiceError(
    "shadow_running",
    `A candidate of ${policyId} already judges live items. Stop it first: gavel shadow stop ${policyId}`,
  );
}

async function insertTrial(session: Session, trial: NewTrial, share: number | null): Promise<void> {
  const purpose = share === null ? "replay" : "shadow";
  const { id, candidate, limit, keyId, createdAt } = trial;
  const { policyId, policyVersion, policySha256, reasoningEffort } = candidate;
  await refuseTooMany(session, purpose);
  const evaluation = {
    ...{ id, policyId, policyVersion, policySha256, reasoningEffort, keyId, createdAt },
    ...{ draft: null, goldenSet: null, ownItems: [], repeats: 1, perturbation: null, open: true },
    purpose,
  } as const;
  await insertEvaluation(session, evaluation, null);
  await rowsOf(
    session,
    sql`INSERT INTO gavel.trials (evaluation_id, policy_id, item_limit, share, sampling, fed_position, seen)
        SELECT ${id}::uuid, ${toText(policyId)}, ${limit}::int, ${share}::float8, ${share !== null}::boolean,
               coalesce(max(settled_position), 0), 0 FROM gavel.verdicts`,
  );
}

/** Records that reused a verdict are left out: the record that was judged has the same content. */
function latestRecords(
  session: Session,
  { candidate, since }: Pick<NewTrial, "candidate"> & { readonly since: Date | null },
  before: string | null,
  limit: number,
): Promise<readonly LiveRow[]> {
  return rowsOf<LiveRow>(
    session,
    sql`SELECT ${LIVE_COLUMNS} FROM gavel.verdicts
        WHERE policy_id = ${toText(candidate.policyId)} AND settled_position IS NOT NULL
          AND policy_version <> ${candidate.policyVersion}::int AND status = 'completed' AND verdict IS NOT NULL
          AND content IS NOT NULL AND cached_from IS NULL
          ${before === null ? sql`` : sql`AND settled_position < ${before}::bigint`}
          ${since === null ? sql`` : sql`AND settled_at >= ${since.toISOString()}::timestamptz`}
        ORDER BY verdicts.settled_position DESC LIMIT ${limit}`,
  );
}

function nothingToReplay(policyId: string): ServiceError {
  return new ServiceError(
    "nothing_to_replay",
    `No completed record of another version of ${policyId} still has its content. Send new content first, or start a shadow.`,
  );
}
