import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { type Arguments, choiceOption, defineCommand, integerOption, type OptionSpecs } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT, JUDGING_EXIT_CODES } from "../exit-codes.ts";
import { openSource } from "../input/open-source.ts";
import { policiesOption } from "../input/policy-ref.ts";
import { readCsv } from "../input/read-csv.ts";
import { readJsonl } from "../input/read-jsonl.ts";
import { readText } from "../input/read-text.ts";
import type { Row } from "../judging/items.ts";
import { judgeAll } from "../judging/judge-all.ts";
import { isSettled, judgeItem, type JudgeOptions } from "../judging/judge-item.ts";
import { Tally } from "../judging/tally.ts";
import { formatVerdict } from "../printing/format-verdict.ts";
import { printJson } from "../printing/print-json.ts";
import { RowPrinter } from "../printing/row-printer.ts";
import { createStyle } from "../printing/style.ts";

const OPTIONS = {
  policy: {
    type: "string",
    multiple: true,
    short: "p",
    value: "ID[@VERSION]",
    description: "the policy to judge under; repeat it for up to 8",
  },
  file: { type: "string", short: "f", value: "FILE", description: "judge the text in this file as one item" },
  stdin: { type: "boolean", description: "judge the text on stdin as one item" },
  jsonl: {
    type: "string",
    value: "FILE",
    description: 'judge many items, one {"content", "id", "metadata"} per line; - for stdin',
  },
  csv: { type: "string", value: "FILE", description: "judge many items, one per row; - for stdin" },
  "content-column": {
    type: "string",
    value: "COLUMN",
    description: "name or 0-based number of the column with the text (default: content)",
  },
  "id-column": {
    type: "string",
    value: "COLUMN",
    description: "name or 0-based number of the column with the id",
  },
  header: {
    type: "boolean",
    description: "the first row has column names, even if columns are given by number",
  },
  delimiter: {
    type: "string",
    value: "CHAR",
    description: 'separator of CSV cells (default: ","); tab for tabs',
  },
  effort: {
    type: "string",
    short: "e",
    value: "LEVEL",
    description: "low, medium or high (default: the policy's, else the service's)",
  },
  priority: {
    type: "string",
    value: "PRIORITY",
    description: "interactive or batch (default: batch for --jsonl and --csv)",
  },
  id: {
    type: "string",
    value: "ID",
    description: "your own id for the item; `gavel verdicts --id` finds it",
  },
  wait: {
    type: "string",
    value: "SECONDS",
    description: "how long to wait for the verdict of each item (default: 300)",
  },
  async: { type: "boolean", description: "do not wait; print the accepted records" },
  concurrency: { type: "string", value: "N", description: "number of items in flight (default: 8)" },
  ...CONNECTION_OPTIONS,
} as const satisfies OptionSpecs;

type Values = Arguments<typeof OPTIONS>["values"];

const MANY = ["jsonl", "csv"] as const;

export const classifyCommand = defineCommand({
  name: "classify",
  summary: "Judge one text, or many, under a policy",
  usage: "[TEXT | --file FILE | --stdin | --jsonl FILE | --csv FILE] --policy ID [OPTIONS]",
  details:
    "Rows with an empty content cell are skipped and reported; all others are judged. Results are in the order of the\n" +
    "input. With --json a single item prints one document; --jsonl and --csv print one line per record.",
  options: OPTIONS,
  exitCodes: JUDGING_EXIT_CODES,
  examples: [
    'gavel classify "Cheap followers, 24 hour delivery!" --policy spam',
    "gavel classify --file comment.txt --policy spam --policy harassment --json",
    "gavel classify --jsonl items.jsonl --policy spam --async",
    "gavel classify --csv golden.csv --content-column 1 --id-column 0 --policy my-policy@2",
  ],
  async run({ values, positionals }, io) {
    const one = chooseSource(values, positionals);
    const options = readOptions(values, one ? "interactive" : "batch", io);
    return one ? judgeOne(await one(io), values, options, io) : judgeMany(values, options, io);
  },
});

async function judgeOne(text: string, values: Values, options: JudgeOptions, io: CliIo): Promise<number> {
  if (text.trim() === "") throw new UsageError("there is no text to judge");
  const records = await judgeItem(connect(values, io), { line: null, content: text }, options);
  if (values.json) printJson(io, options.policies.length === 1 ? records[0] : { data: records });
  else io.out(records.map((record) => formatVerdict(record, createStyle(io.color))).join("\n"));
  const unsettled = records.filter((record) => !isSettled(record));
  if (unsettled.length > 0) {
    io.err(`Not judged yet. To see the verdict later: gavel verdict ${unsettled[0]!.id}\n`);
  }
  const done = records.every(
    (record) => record.status === "completed" || (values.async && !isSettled(record)),
  );
  return done ? EXIT.ok : EXIT.notJudged;
}

async function judgeMany(values: Values, options: JudgeOptions, io: CliIo): Promise<number> {
  const concurrency = integerOption("concurrency", values.concurrency, { min: 1, max: 256, fallback: 8 });
  const rows = readRows(values, io);
  const printer = new RowPrinter(io, values.json ?? false);
  const tally = new Tally();
  try {
    for await (const result of judgeAll(connect(values, io), rows, { ...options, concurrency })) {
      tally.add(result);
      printer.print(result, tally);
    }
  } finally {
    printer.finish(tally);
  }
  return tally.notJudged > 0 || (tally.unsettled > 0 && !values.async) ? EXIT.notJudged : EXIT.ok;
}

/** How to read a single text, or null for many items. Throws UsageError unless exactly one source is given. */
function chooseSource(
  values: Values,
  positionals: readonly string[],
): ((io: CliIo) => Promise<string>) | null {
  if (positionals.length > 1) throw new UsageError("give one text, in quotes");
  const { file } = values;
  const sources = [
    ...positionals.map((text) => async () => text),
    ...(file === undefined ? [] : [(io: CliIo) => readText(file, io)]),
    ...(values.stdin ? [(io: CliIo) => readText("-", io)] : []),
    ...MANY.filter((name) => values[name] !== undefined).map(() => null),
  ];
  if (sources.length !== 1) {
    throw new UsageError("give exactly one of: a text, --file, --stdin, --jsonl, --csv");
  }
  const forCsv = ["content-column", "id-column", "header", "delimiter"] as const;
  const stray = values.csv === undefined && forCsv.find((name) => values[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} can only be used with --csv`);
  if (sources[0] === null && values.id !== undefined) {
    throw new UsageError("--id is for a single item; rows have their own ids");
  }
  return sources[0]!;
}

function readRows(values: Values, io: CliIo): AsyncIterable<Row> {
  if (values.jsonl !== undefined) return readJsonl(openSource(values.jsonl, io));
  const delimiter = values.delimiter === "tab" ? "\t" : (values.delimiter ?? ",");
  if (delimiter.length !== 1 || delimiter === '"') {
    throw new UsageError("--delimiter must be one character, or tab");
  }
  return readCsv(openSource(values.csv!, io), {
    content: values["content-column"] ?? "content",
    ...(values["id-column"] === undefined ? {} : { id: values["id-column"] }),
    header: values.header ?? false,
    delimiter,
  });
}

function readOptions(values: Values, priority: "interactive" | "batch", io: CliIo): JudgeOptions {
  const [first, ...rest] = policiesOption(values.policy);
  if (first === undefined) {
    throw new UsageError("--policy is required; `gavel policy list` lists the policies");
  }
  if (values.async && values.wait !== undefined) {
    throw new UsageError("--async and --wait cannot be used together");
  }
  const effort = choiceOption("effort", values.effort, ["low", "medium", "high"]);
  return {
    policies: [first, ...rest],
    ...(effort === undefined ? {} : { effort }),
    ...(values.id === undefined ? {} : { externalId: values.id }),
    priority: choiceOption("priority", values.priority, ["interactive", "batch"]) ?? priority,
    waitSeconds: values.async
      ? 0
      : integerOption("wait", values.wait, { min: 1, max: 86_400, fallback: 300 }),
    signal: io.signal,
  };
}
