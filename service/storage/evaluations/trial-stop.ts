import { sql } from "drizzle-orm";
import { appendEntries } from "../audit/append-entries.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";
import { cancelEvaluation } from "./evaluation-dispatch.ts";
import { stoppedEntry } from "./trial-entries.ts";

/** See TrialStore.stop. */
export async function stopTrial(session: Session, id: string, by: string | null): Promise<void> {
  const [trial] = await rowsOf<{ policy_id: string }>(
    session,
    sql`UPDATE gavel.trials SET sampling = false WHERE evaluation_id = ${id}::uuid RETURNING policy_id`,
  );
  if (trial === undefined) return;
  const wasRunning = await cancelEvaluation(session, id);
  if (wasRunning) await appendEntries(session, [stoppedEntry(id, fromText(trial.policy_id), by)]);
}
