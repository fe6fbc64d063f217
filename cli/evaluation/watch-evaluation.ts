import { setTimeout as sleep } from "node:timers/promises";
import type { Evaluation, GavelClient } from "../../packages/client/src/client.ts";
import type { CliIo } from "../cli-io.ts";
import { evaluationBar, evaluationText } from "../printing/evaluation-text.ts";
import { ProgressLine } from "../printing/progress-line.ts";

const POLL_INTERVAL_MS = 1000;

/** Waits until an evaluation has ended, and shows its progress. Interrupting the command does not stop it. */
export async function watchEvaluation(
  client: GavelClient,
  started: Evaluation,
  io: CliIo,
): Promise<Evaluation> {
  const progress = new ProgressLine(io);
  const text = io.interactive ? evaluationBar : evaluationText;
  const path = { evaluation_id: started.id };
  let seen = started;
  try {
    while (seen.completed_at === null) {
      progress.show(seen.status, () => text(seen));
      await sleep(POLL_INTERVAL_MS, undefined, { signal: io.signal });
      seen = (await client.call("getEvaluation", { path })).data;
    }
    progress.clear();
    return seen;
  } catch (error) {
    progress.clear();
    io.err(`The evaluation continues on the service. To wait for it: gavel eval --resume ${started.id}\n`);
    throw error;
  }
}
