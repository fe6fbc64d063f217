import type { GavelClient, Trial } from "../../packages/client/src/client.ts";
import { CliError, UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand, integerOption, optionalInteger } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { candidateArgument, policyIdArgument } from "../input/policy-ref.ts";
import { onePositional } from "../input/positionals.ts";
import { formatTrial } from "../printing/format-trial.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";

const MAX_SHOWN = 200;

const shadowStart = defineCommand({
  name: "shadow start",
  summary: "Let a candidate version judge a share of the live items too; callers never see its verdicts",
  usage: "ID@VERSION --share SHARE [OPTIONS]",
  options: {
    share: { type: "string", value: "SHARE", description: "of the live items: 0.1 is a tenth" },
    limit: { type: "string", value: "N", description: "end after N items (default 10000)" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel shadow start spam@3 --share 0.1"],
  async run({ values, positionals }, io) {
    const { id, version } = candidateArgument(onePositional(positionals, "a policy with its candidate"));
    const limit = optionalInteger("limit", values.limit, 100_000);
    const { data: trial } = await connect(values, io).call("startShadow", {
      path: { policy_id: id },
      body: { version, share: shareOption(values.share), ...(limit === undefined ? {} : { limit }) },
    });
    if (values.json) printJson(io, trial);
    else io.out(`${trial.id}\n`);
    io.err(`Version ${version} now judges live items too. To see its report: gavel shadow report ${id}\n`);
    return EXIT.ok;
  },
});

const shadowStop = defineCommand({
  name: "shadow stop",
  summary: "Stop the shadow of a policy; its report is kept",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel shadow stop spam"],
  async run({ values, positionals }, io) {
    const id = policyIdArgument(onePositional(positionals, "a policy id"));
    const client = connect(values, io);
    const { id: trialId } = await latestShadow(client, id);
    const { data: trial } = await client.call("stopTrial", { path: { trial_id: trialId } });
    if (values.json) printJson(io, trial);
    else io.out(`The shadow of ${id} is stopped. It has judged ${trial.judged} items.\n`);
    return EXIT.ok;
  },
});

const shadowReport = defineCommand({
  name: "shadow report",
  summary: "Show how often the latest shadow of a policy disagrees with live verdicts, and where",
  usage: "ID [OPTIONS]",
  options: {
    by: { type: "string", value: "hour|day", description: "the length of the intervals (default day)" },
    items: { type: "string", value: "N", description: "show the latest N disagreements (default 10)" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel shadow report spam", "gavel shadow report spam --by hour --items 50"],
  async run({ values, positionals }, io) {
    const id = policyIdArgument(onePositional(positionals, "a policy id"));
    const by = choiceOption("by", values.by, ["hour", "day"]);
    const limit = integerOption("items", values.items, { min: 1, max: MAX_SHOWN, fallback: 10 });
    const client = connect(values, io);
    const path = { trial_id: (await latestShadow(client, id)).id };
    const { data: trial } = await client.call("getTrial", { path, query: { by } });
    const { data: page } = await client.call("listDisagreements", { path, query: { limit } });
    if (values.json) printJson(io, { ...trial, disagreements: page.data });
    else io.out(formatTrial(trial, page.data, createStyle(io.color)));
    return EXIT.ok;
  },
});

export const shadowCommands = [shadowStart, shadowStop, shadowReport] as const;

async function latestShadow(client: GavelClient, policyId: string): Promise<Trial> {
  const query = { policy_id: policyId, kind: "shadow", limit: 1 } as const;
  const [trial] = (await client.call("listTrials", { query })).data.data;
  if (trial !== undefined) return trial;
  throw new CliError(
    `${policyId} has had no shadow. To start one: gavel shadow start ${policyId}@VERSION --share 0.1`,
  );
}

function shareOption(value: string | undefined): number {
  const share = value !== undefined && /^(0?\.\d{1,6}|1(\.0+)?)$/.test(value) ? Number(value) : 0;
  if (share > 0) return share;
  const got = value === undefined ? "" : `; got "${oneLine(value, 60)}"`;
  throw new UsageError(`--share must be above 0 and at most 1, such as 0.1${got}`);
}
