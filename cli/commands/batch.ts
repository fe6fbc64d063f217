import { setTimeout as sleep } from "node:timers/promises";
import type { Batch, GavelClient } from "../../packages/client/src/client.ts";
import { CSV_DELIMITERS } from "../../schemas/batch.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, choiceOption, defineCommand, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT, JUDGING_EXIT_CODES } from "../exit-codes.ts";
import { openFile } from "../input/open-source.ts";
import { policiesOption } from "../input/policy-ref.ts";
import { batchBar, batchSummary, batchText } from "../printing/batch-text.ts";
import { ProgressLine } from "../printing/progress-line.ts";
import { writeBody } from "../printing/write-body.ts";

const OPTIONS = {
  policy: {
    type: "string",
    multiple: true,
    short: "p",
    value: "ID[@VERSION]",
    description: "the policy for lines without one; repeat it for up to 8",
  },
  effort: {
    type: "string",
    short: "e",
    value: "LEVEL",
    description: "low, medium or high, for lines without one",
  },
  input: {
    type: "string",
    value: "FORMAT",
    description: "jsonl or csv (default: by the file's extension, else jsonl)",
  },
  delimiter: {
    type: "string",
    value: "CHAR",
    description: 'separator of CSV cells: "," ";" "|" or tab (default: ",")',
  },
  "idempotency-key": {
    type: "string",
    value: "KEY",
    description: "your name for this upload; if you send it again within a day, nothing is judged twice",
  },
  output: {
    type: "string",
    short: "o",
    value: "FILE",
    description: "write the results to this file; - for stdout",
  },
  format: {
    type: "string",
    value: "FORMAT",
    description: "jsonl or csv, for the results (default: by the extension of the output, else jsonl)",
  },
  detach: { type: "boolean", description: "upload, print the batch's id and exit" },
  resume: { type: "string", value: "ID", description: "wait for a batch that was uploaded earlier" },
  cancel: { type: "string", value: "ID", description: "cancel a batch; what has been judged is kept" },
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

const POLL_INTERVAL_MS = 1000;
/** The service receives an upload for up to an hour. */
const UPLOAD_TIMEOUT_MS = 3_630_000;
const BATCH_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const batchCommand = defineCommand({
  name: "batch",
  summary: "Upload a file of many items and judge them on the service",
  usage: "[FILE | --resume ID | --cancel ID] --policy ID [OPTIONS]",
  details:
    'FILE is JSON Lines, one {"content", "id", "metadata"} per line, or CSV with a header row; - is stdin. The service\n' +
    "stores the whole file and judges it after interactive requests. Interrupting the command does not stop the batch.\n" +
    "The key needs the scopes classify and verdicts:read.",
  options: OPTIONS,
  exitCodes: JUDGING_EXIT_CODES,
  examples: [
    "gavel batch items.jsonl --policy spam --output results.jsonl",
    "gavel batch items.csv --policy spam --policy hate --output results.csv",
    "gavel batch export.csv --delimiter ';' --policy spam --idempotency-key nightly-0412",
    "gavel batch items.jsonl --policy spam --detach",
    "gavel batch --resume 019aab5e-8f02-7d11-9a4c-51a7c0de0f42 --output results.jsonl",
  ],
  async run({ values, positionals }, io) {
    const format = outputFormat(values);
    const source = chooseSource(values, positionals);
    const client = connect(values, io);
    const batch =
      "file" in source ? await upload(client, source.file, values, io) : await find(client, source);
    if (values.detach || values.cancel !== undefined) {
      io.out(values.json ? `${JSON.stringify(batch)}\n` : `${batch.id}\n`);
      return EXIT.ok;
    }
    const ended = await watch(client, batch, io);
    if (values.output !== undefined) await writeResults(client, ended.id, values.output, format, io);
    // Nothing else may be mixed with results on stdout.
    if (values.json && values.output !== "-") io.out(`${JSON.stringify(ended)}\n`);
    io.err(`${batchSummary(ended)}\n`);
    return ended.items.completed === ended.items.total && ended.lines.bad === 0 ? EXIT.ok : EXIT.notJudged;
  },
});

type Source = { readonly file: string } | { readonly id: string; readonly cancel: boolean };

function chooseSource(values: Values, positionals: readonly string[]): Source {
  const sources: Source[] = [
    ...positionals.map((file) => ({ file })),
    ...(values.resume === undefined ? [] : [{ id: values.resume, cancel: false }]),
    ...(values.cancel === undefined ? [] : [{ id: values.cancel, cancel: true }]),
  ];
  const [source] = sources;
  if (source === undefined || sources.length !== 1) {
    throw new UsageError("give exactly one of: a file, --resume, --cancel");
  }
  if ("id" in source && !BATCH_ID.test(source.id)) {
    throw new UsageError("ID is not the id of a batch, which is a UUID");
  }
  const forUpload = ["policy", "effort", "input", "delimiter", "idempotency-key", "detach"] as const;
  const stray = "id" in source && forUpload.find((name) => values[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} can only be used with a file`);
  if (values.output !== undefined && (values.detach || values.cancel !== undefined)) {
    throw new UsageError(
      "--output waits for the results, but --detach and --cancel do not; fetch the results later with --resume",
    );
  }
  return source;
}

async function find(client: GavelClient, { id, cancel }: { id: string; cancel: boolean }): Promise<Batch> {
  const path = { batch_id: id };
  const { data } = cancel
    ? await client.call("cancelBatch", { path })
    : await client.call("getBatch", { path });
  return data;
}

async function upload(client: GavelClient, file: string, values: Values, io: CliIo): Promise<Batch> {
  const format =
    choiceOption("input", values.input, ["jsonl", "csv"]) ?? (/\.csv$/i.test(file) ? "csv" : "jsonl");
  const query = uploadQuery(values);
  const key = values["idempotency-key"];
  if (values.delimiter !== undefined && format !== "csv") {
    throw new UsageError("--delimiter can only be used with CSV");
  }
  // Opened before the request, so that a wrong name is reported immediately.
  const chunks = file === "-" ? io.stdin : await openFile(file);
  const { data: batch } = await client.call("createBatch", {
    query,
    headers: {
      "Content-Type": format === "csv" ? "text/csv" : "application/jsonl",
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    },
    body: chunks as AsyncIterable<Uint8Array>,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
  const { total, bad } = batch.lines;
  io.err(`Batch ${batch.id}: ${total} lines accepted${bad > 0 ? `, ${bad} of them bad` : ""}\n`);
  return batch;
}

function uploadQuery(values: Values) {
  const policies = policiesOption(values.policy);
  const [first] = policies;
  const delimiter = choiceOption(
    "delimiter",
    values.delimiter === "tab" ? "\t" : values.delimiter,
    CSV_DELIMITERS,
  );
  const effort = choiceOption("effort", values.effort, ["low", "medium", "high"]);
  return {
    ...(policies.length > 1
      ? { policy_ids: policies.map(({ id }) => id).join(",") }
      : { policy_id: first?.id, policy_version: first?.version ?? undefined }),
    delimiter,
    reasoning_effort: effort,
  };
}

async function watch(client: GavelClient, batch: Batch, io: CliIo): Promise<Batch> {
  const progress = new ProgressLine(io);
  const text = io.interactive ? batchBar : batchText;
  let seen = batch;
  try {
    while (seen.completed_at === null) {
      progress.show(seen.status, () => text(seen));
      await sleep(POLL_INTERVAL_MS, undefined, { signal: io.signal });
      seen = (await client.call("getBatch", { path: { batch_id: batch.id } })).data;
    }
    progress.clear();
    return seen;
  } catch (error) {
    progress.clear();
    io.err(`The batch continues on the service. To wait for it: gavel batch --resume ${batch.id}\n`);
    throw error;
  }
}

function outputFormat(values: Values): "jsonl" | "csv" {
  const byName = /\.csv$/i.test(values.output ?? "") ? "csv" : "jsonl";
  if (values.format !== undefined && values.output === undefined) {
    throw new UsageError("--format can only be used with --output");
  }
  return choiceOption("format", values.format, ["jsonl", "csv"]) ?? byName;
}

async function writeResults(
  client: GavelClient,
  id: string,
  output: string,
  format: "jsonl" | "csv",
  io: CliIo,
): Promise<void> {
  const { data } = await client.call("getBatchResults", { path: { batch_id: id }, query: { format } });
  await writeBody(data, output, io);
}
