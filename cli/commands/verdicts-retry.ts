import { type GavelClient, GavelError } from "../../packages/client/src/client.ts";
import { MAX_PAGE_SIZE } from "../../schemas/verdict-query.ts";
import { UsageError } from "../cli-error.ts";
import { type Arguments, choiceOption, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT, SERVICE_EXIT_CODES } from "../exit-codes.ts";
import { FILTER_OPTIONS, filterQuery } from "../input/verdict-filter.ts";
import { verdictId } from "../input/verdict-id.ts";
import { mapOrdered } from "../judging/map-ordered.ts";
import { TableWriter } from "../printing/table.ts";

const { policy, since, until, id, "key-id": keyId } = FILTER_OPTIONS;
const OPTIONS = {
  policy,
  status: { type: "string", value: "STATUS", description: "failed (the default) or expired" },
  since,
  until,
  id,
  "key-id": keyId,
  limit: {
    type: "string",
    short: "n",
    value: "N",
    description: "retry at most this many records, the newest first (default: 100)",
  },
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

/** Concurrent requests: few, so that the service keeps serving others. */
const AT_A_TIME = 4;
/** Errors that concern one record: the others can still be retried. */
const REFUSALS = new Set([
  "verdict_not_found",
  "not_retryable",
  "content_not_kept",
  "verdict_erased",
  "policy_archived",
]);
const COLUMNS = [
  { name: "verdict", width: 36 },
  { name: "retried as", width: 36 },
  { name: "refused", width: 24 },
];

interface Retried {
  readonly verdict_id: string;
  readonly retried_as: string | null;
  /** The code of the error, if the service refused it. */
  readonly error: string | null;
}

export const verdictsRetryCommand = defineCommand({
  name: "verdicts retry",
  summary: "Judge failed or expired items again, by id or all that match",
  usage: "[ID...] [OPTIONS]",
  details:
    "Each retry is a new record, under the same policy version. It needs the content, which must still be kept. A record is\n" +
    "retried once: without ids, records that have already been retried are left out. With --json each record is one line.",
  options: OPTIONS,
  exitCodes: [
    ...SERVICE_EXIT_CODES.slice(0, -1),
    [EXIT.notJudged, "at least one record could not be retried"],
    ...SERVICE_EXIT_CODES.slice(-1),
  ],
  examples: [
    "gavel verdicts retry 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d",
    "gavel verdicts retry --policy spam --since 2h",
    "gavel verdicts retry --status expired --limit 1000",
  ],
  async run({ values, positionals }, io) {
    if (positionals.length > 0 && Object.keys(OPTIONS).some((name) => isFilter(name, values))) {
      throw new UsageError("give ids, or options that say which records; not both");
    }
    const client = connect(values, io);
    const ids = positionals.length > 0 ? each(positionals.map(verdictId)) : failedIds(client, values);
    const table = new TableWriter(COLUMNS, (line) => io.out(line));
    let retried = 0;
    let refused = 0;
    for await (const result of mapOrdered(ids, AT_A_TIME, (one) => retry(client, one))) {
      if (result.error === null) retried += 1;
      else refused += 1;
      if (values.json) io.out(`${JSON.stringify(result)}\n`);
      else table.row([result.verdict_id, result.retried_as ?? "", result.error ?? ""]);
    }
    io.err(`${retried} retried, ${refused} refused.\n`);
    return refused > 0 ? EXIT.notJudged : EXIT.ok;
  },
});

function isFilter(name: string, values: Values): boolean {
  return !Object.hasOwn(CONNECTION_OPTIONS, name) && Object.hasOwn(values, name);
}

async function* each(ids: readonly string[]): AsyncGenerator<string> {
  yield* ids;
}

/** Newest first: a retry that fails too is newer than the records on the next pages, so it is not retried again. */
async function* failedIds(client: GavelClient, values: Values): AsyncGenerator<string> {
  const status = choiceOption("status", values.status, ["failed", "expired"]) ?? "failed";
  let left = integerOption("limit", values.limit, { min: 1, max: 1_000_000, fallback: 100 });
  const query = { ...filterQuery({ ...values, status }), order: "desc" as const, limit: MAX_PAGE_SIZE };
  let after: string | undefined;
  for (;;) {
    const { data: page } = await client.call("listVerdicts", { query: { ...query, after } });
    for (const record of page.data) {
      if (record.retried_as !== null) continue;
      yield record.id;
      left -= 1;
      if (left === 0) return;
    }
    if (!page.has_more) return;
    after = page.next_cursor ?? undefined;
  }
}

async function retry(client: GavelClient, id: string): Promise<Retried> {
  try {
    const { data } = await client.call("retryVerdict", { path: { verdict_id: id } });
    return { verdict_id: id, retried_as: data.id, error: null };
  } catch (error) {
    if (!(error instanceof GavelError) || error.code === null || !REFUSALS.has(error.code)) throw error;
    return { verdict_id: id, retried_as: null, error: error.code };
  }
}
