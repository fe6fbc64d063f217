import { outcomeSchema } from "../../schemas/verdict-counts.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { timeOption } from "../input/time.ts";
import { FILTER_OPTIONS, filterQuery } from "../input/verdict-filter.ts";
import { oneLine } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { formatTable } from "../printing/table.ts";
import { writeBody } from "../printing/write-body.ts";

const verdictsExport = defineCommand({
  name: "verdicts export",
  summary: "Write all verdicts that match to a file, as CSV or JSON Lines",
  usage: "[OPTIONS]",
  details: "Newest first. The judged content is not part of a record, so the file does not contain it.",
  options: {
    ...FILTER_OPTIONS,
    output: { type: "string", short: "o", value: "FILE", description: "the file (default: stdout)" },
    format: {
      type: "string",
      value: "FORMAT",
      description: "jsonl or csv (default: by the extension of the file, else jsonl)",
    },
    "oldest-first": { type: "boolean", description: "start with the oldest" },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel verdicts export --policy spam --since 2026-11-27 --until 2026-11-28 -o yesterday.csv",
    "gavel verdicts export --review overturned --format jsonl > overturned.jsonl",
  ],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("verdicts export takes no arguments; use --output");
    const { output = "-" } = values;
    const byName = /\.csv$/i.test(output) ? "csv" : "jsonl";
    const { data } = await connect(values, io).call("exportVerdicts", {
      query: {
        ...filterQuery(values),
        format: choiceOption("format", values.format, ["jsonl", "csv"]) ?? byName,
        order: values["oldest-first"] ? "asc" : "desc",
      },
    });
    await writeBody(data, output, io);
    return EXIT.ok;
  },
});

const verdictsCounts = defineCommand({
  name: "verdicts counts",
  summary: "Count settled verdicts by day, policy, category or outcome",
  usage: "[OPTIONS]",
  options: {
    by: {
      type: "string",
      value: "GROUPS",
      description: "day, policy, category, outcome; several with commas (default: day,outcome)",
    },
    policy: FILTER_OPTIONS.policy,
    category: FILTER_OPTIONS.category,
    outcome: {
      type: "string",
      value: "OUTCOME",
      description: `only with this outcome: ${outcomeSchema.enum.join(", ")}`,
    },
    since: { type: "string", value: "DAY", description: "only this day (UTC) and later; or an age: 7d" },
    until: { type: "string", value: "DAY", description: "only days before this one" },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel verdicts counts --since 7d",
    "gavel verdicts counts --by policy,category --outcome violation",
  ],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("verdicts counts takes no arguments");
    const { data: counts } = await connect(values, io).call("countVerdicts", {
      query: {
        by: values.by,
        policy_id: values.policy,
        category: values.category,
        outcome: choiceOption("outcome", values.outcome, outcomeSchema.enum),
        since: timeOption("since", values.since)?.slice(0, 10),
        until: timeOption("until", values.until)?.slice(0, 10),
      },
    });
    if (values.json) {
      printJson(io, counts);
    } else {
      const names = (["day", "policy_id", "policy_category", "outcome"] as const).filter((name) =>
        counts.data.some((row) => row[name] !== undefined),
      );
      const rows = counts.data.map((row) => [
        ...names.map((name) => oneLine(row[name] ?? "(none)", 40)),
        String(row.count),
      ]);
      io.out(formatTable([...names, "count"], rows));
      if (counts.truncated) {
        io.err("There are more groups than are shown: narrow the search, or count by fewer properties.\n");
      }
    }
    return EXIT.ok;
  },
});

export const verdictRecordsCommands = [verdictsExport, verdictsCounts] as const;
