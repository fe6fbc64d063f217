import { setTimeout as sleep } from "node:timers/promises";
import type { GavelClient, VerdictPage, VerdictRecord } from "../../packages/client/src/client.ts";
import { MAX_PAGE_SIZE } from "../../schemas/verdict-query.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT, JUDGING_EXIT_CODES } from "../exit-codes.ts";
import { onePositional } from "../input/positionals.ts";
import { FILTER_OPTIONS, filterQuery } from "../input/verdict-filter.ts";
import { verdictId } from "../input/verdict-id.ts";
import { isSettled } from "../judging/judge-item.ts";
import { formatVerdict, modelWarning, VERDICT_COLUMNS, verdictCells } from "../printing/format-verdict.ts";
import { oneLine, plainText } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";
import { TableWriter } from "../printing/table.ts";

const LIST_OPTIONS = {
  ...FILTER_OPTIONS,
  limit: {
    type: "string",
    short: "n",
    value: "N",
    description: "list at most this many records (default: 20; with --follow: no limit)",
  },
  "oldest-first": { type: "boolean", description: "start with the oldest" },
  follow: {
    type: "boolean",
    description: "start with the oldest and keep listing new records, until Ctrl-C",
  },
  after: {
    type: "string",
    value: "CURSOR",
    description: "with --follow: start after this cursor, which an earlier run printed",
  },
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type ListValues = Arguments<typeof LIST_OPTIONS>["values"];

const COLUMNS = [
  { name: "verdict", width: 36 },
  { name: "accepted", width: 24 },
  { name: "policy", width: 16 },
  ...VERDICT_COLUMNS,
];
const FOLLOW_WAIT_SECONDS = 25;
const MIN_INTERVAL_MS = 500;

export const verdictsCommand = defineCommand({
  name: "verdicts",
  summary: "List or search verdicts, newest first, or follow new ones",
  usage: "[OPTIONS]",
  details:
    "With --json each record is one line. --follow lists each record once: when it is accepted, or when it is settled if\n" +
    "the other options can only match settled records.",
  options: LIST_OPTIONS,
  examples: [
    "gavel verdicts --policy spam --violation 1",
    "gavel verdicts --since 24h --category SP2 --min-score 0.9",
    "gavel verdicts --policy spam --rationale '\"free phone\" -prize'",
    "gavel verdicts --status failed --limit 100 --json",
    "gavel verdicts --violation 1 --follow",
  ],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) {
      throw new UsageError("verdicts takes no arguments; `gavel verdict ID` shows one");
    }
    if (values.after !== undefined && !values.follow) {
      throw new UsageError("--after can only be used with --follow");
    }
    const limit = integerOption("limit", values.limit, {
      min: 1,
      max: 1_000_000,
      fallback: values.follow ? Infinity : 20,
    });
    const print = recordPrinter(values.json ?? false, io);
    let cursor = values.after;
    let left = limit;
    try {
      for await (const page of pages(connect(values, io), values, () => left, io)) {
        for (const record of page.data.slice(0, left)) print(record);
        left -= page.data.length;
        cursor = page.next_cursor ?? cursor;
        if (left <= 0) break;
      }
    } finally {
      if (values.follow && cursor !== undefined) io.err(`To continue from here: --after ${cursor}\n`);
    }
    return EXIT.ok;
  },
});

async function* pages(
  client: GavelClient,
  values: ListValues,
  left: () => number,
  io: CliIo,
): AsyncGenerator<VerdictPage> {
  const filter = {
    ...filterQuery(values),
    order: values.follow || values["oldest-first"] ? ("asc" as const) : ("desc" as const),
  };
  let after = values.after;
  for (;;) {
    const requestedAt = performance.now();
    const { data: page } = await client.call("listVerdicts", {
      query: {
        ...filter,
        after,
        limit: Math.min(left(), MAX_PAGE_SIZE),
      },
      headers: { Prefer: `wait=${values.follow ? FOLLOW_WAIT_SECONDS : 0}` },
    });
    yield page;
    after = page.next_cursor ?? after;
    if (!values.follow && !page.has_more) return;
    const rest = MIN_INTERVAL_MS - (performance.now() - requestedAt);
    if (!page.has_more && rest > 0) await sleep(rest, undefined, { signal: io.signal });
  }
}

function recordPrinter(json: boolean, io: CliIo): (record: VerdictRecord) => void {
  if (json) return (record) => io.out(`${JSON.stringify(record)}\n`);
  const table = new TableWriter(COLUMNS, (line) => io.out(line));
  let lastWarning: string | null = null;
  return (record) => {
    const warning = modelWarning(record);
    if (warning !== null && warning !== lastWarning) io.err(`${warning}\n`);
    lastWarning = warning ?? lastWarning;
    const policy = oneLine(`${record.policy.id}@${record.policy.version}`, 40);
    table.row([record.id, record.created_at, policy, ...verdictCells(record)]);
  };
}

export const verdictCommand = defineCommand({
  name: "verdict",
  summary: "Show one verdict and how it was reached",
  usage: "ID [OPTIONS]",
  options: {
    reasoning: {
      type: "boolean",
      description: "show the model's reasoning too; the key needs the scope reasoning:read",
    },
    wait: {
      type: "string",
      value: "SECONDS",
      description: "how long to wait until it is judged (default: 0)",
    },
    ...CONNECTION_OPTIONS,
  },
  exitCodes: JUDGING_EXIT_CODES,
  examples: [
    "gavel verdict 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d",
    "gavel verdict 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d --reasoning",
  ],
  async run({ values, positionals }, io) {
    const id = verdictId(onePositional(positionals, "the id of a verdict"));
    const client = connect(values, io);
    const waitSeconds = integerOption("wait", values.wait, { min: 0, max: 600, fallback: 0 });
    const path = { verdict_id: id };
    const { data: record } = await client.call("getVerdict", {
      path,
      headers: { Prefer: `wait=${waitSeconds}` },
    });
    const reasoning = values.reasoning ? (await client.call("getReasoning", { path })).data.reasoning : null;
    if (values.json) printJson(io, values.reasoning ? { ...record, reasoning } : record);
    else io.out(formatVerdict(record, createStyle(io.color)));
    if (!values.json && values.reasoning) {
      io.out(`\nReasoning\n${reasoning === null ? "(none)" : plainText(reasoning)}\n`);
    }
    return record.status === "completed" || !isSettled(record) ? EXIT.ok : EXIT.notJudged;
  },
});
