import { setTimeout as sleep } from "node:timers/promises";
import type { GavelClient, Trial } from "../../packages/client/src/client.ts";
import type { CliIo } from "../cli-io.ts";
import { UsageError } from "../cli-error.ts";
import { defineCommand, integerOption, optionalInteger } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { candidateArgument } from "../input/policy-ref.ts";
import { onePositional } from "../input/positionals.ts";
import { formatTrial } from "../printing/format-trial.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { ProgressLine } from "../printing/progress-line.ts";
import { createStyle } from "../printing/style.ts";

const POLL_INTERVAL_MS = 500;
const MAX_SHOWN = 200;

export const replayCommand = defineCommand({
  name: "replay",
  summary: "Judge recent records again under a candidate version, and show where it disagrees",
  usage: "ID@VERSION [OPTIONS]",
  details:
    "Records do not change. Only records whose content is still kept can be judged again. Ctrl-C stops the replay.",
  options: {
    limit: { type: "string", value: "N", description: "how many records, the latest first (default 1000)" },
    since: { type: "string", value: "TIME", description: "only records judged at this time or later" },
    items: { type: "string", value: "N", description: "show the latest N disagreements (default 10)" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel replay spam@3", "gavel replay spam@3 --since 2026-11-27T00:00:00Z --limit 5000"],
  async run({ values, positionals }, io) {
    const { id, version } = candidateArgument(onePositional(positionals, "a policy with its candidate"));
    const limit = optionalInteger("limit", values.limit, 10_000);
    const shown = integerOption("items", values.items, { min: 1, max: MAX_SHOWN, fallback: 10 });
    const client = connect(values, io);
    const { data: started } = await client.call("startReplay", {
      path: { policy_id: id },
      body: { version, ...(limit === undefined ? {} : { limit }), ...sinceOption(values.since) },
    });
    const trial = await watch(client, started, io);
    const { data: page } = await client.call("listDisagreements", {
      path: { trial_id: trial.id },
      query: { limit: shown },
    });
    if (values.json) printJson(io, { ...trial, disagreements: page.data });
    else io.out(formatTrial(trial, page.data, createStyle(io.color)));
    return trial.judged === trial.items ? EXIT.ok : EXIT.notJudged;
  },
});

async function watch(client: GavelClient, started: Trial, io: CliIo): Promise<Trial> {
  const progress = new ProgressLine(io);
  const path = { trial_id: started.id };
  let trial = started;
  try {
    while (trial.ended_at === null) {
      progress.show("running", () => `${trial.judged + trial.failed} of ${trial.items} records judged`);
      await sleep(POLL_INTERVAL_MS, undefined, { signal: io.signal });
      trial = (await client.call("getTrial", { path })).data;
    }
    return trial;
  } catch (error) {
    if (io.signal.aborted) await client.call("stopTrial", { path }).catch(() => undefined);
    throw error;
  } finally {
    progress.clear();
  }
}

function sinceOption(value: string | undefined): { readonly since?: string } {
  if (value === undefined) return {};
  const time = new Date(value);
  if (!Number.isNaN(time.getTime())) return { since: time.toISOString() };
  throw new UsageError(`--since must be a time such as 2026-11-27T00:00:00Z; got "${oneLine(value, 60)}"`);
}
