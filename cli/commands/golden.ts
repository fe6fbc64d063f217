import { UsageError } from "../cli-error.ts";
import { defineCommand, integerOption } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { goldenRefArgument, LABEL_OPTIONS, pushGolden } from "../evaluation/push-golden.ts";
import { EXIT } from "../exit-codes.ts";
import { policyIdArgument } from "../input/policy-ref.ts";
import { onePositional, twoPositionals } from "../input/positionals.ts";
import { printJson } from "../printing/print-json.ts";
import { formatFields, formatTable } from "../printing/table.ts";

const PAGE = 500;
const MAX_SHOWN = 1_000_000;

const goldenPush = defineCommand({
  name: "golden push",
  summary: "Upload a golden set as a new version, unless its items are a version already",
  usage: "NAME FILE [OPTIONS]",
  details:
    'FILE is JSON Lines, one {"id", "content", "violation", "policy_category", "rule_ids", "note", "tags"} per line, a table with a\n' +
    "header (CSV or TSV), or one of the published sets, which are recognised. A missing label means unknown. A record that\n" +
    "cannot be imported is skipped and listed on stderr. FILE may be - for stdin. The key needs the scope evaluations:write.",
  options: {
    ...LABEL_OPTIONS,
    policy: {
      type: "string",
      short: "p",
      value: "ID",
      description: "the policy whose categories the labels name; its allowed categories mean no violation",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel golden push spam-cases cases.jsonl",
    "gavel golden push spam-cases cases.csv --policy spam",
    "gavel golden push moderation samples-1680.jsonl --label H",
  ],
  async run({ values, positionals }, io) {
    const [name, file] = twoPositionals(positionals, "a name and a file");
    const { name: set, version } = goldenRefArgument(name);
    if (version !== null) throw new UsageError("name the golden set alone, without a version");
    const { label, violations, policy } = values;
    const imported = await pushGolden(
      connect(values, io),
      set,
      file,
      {
        ...(label === undefined ? {} : { label }),
        ...(violations === undefined ? {} : { violations }),
        ...(policy === undefined ? {} : { policyId: policyIdArgument(policy) }),
      },
      io,
    );
    const { golden_set: golden, created } = imported;
    const { name: stored, items } = golden;
    const count = `${items} item${items === 1 ? "" : "s"}, ${golden.labelled} labelled`;
    if (values.json) printJson(io, imported);
    else io.out(`${stored}@${golden.version}: ${count}\n`);
    io.err(created ? "Stored as a new version.\n" : "This version already exists.\n");
    return EXIT.ok;
  },
});

const goldenList = defineCommand({
  name: "golden list",
  summary: "List the golden sets with their latest versions",
  usage: "[OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel golden list"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("golden list takes no arguments");
    const { data: page } = await connect(values, io).call("listGoldenSets", {});
    if (values.json) {
      printJson(io, page);
      return EXIT.ok;
    }
    const rows = page.data.map(({ name, version, items, labelled, violations, created_at: created }) => [
      name,
      ...[version, items, labelled, violations].map(String),
      created,
    ]);
    io.out(formatTable(["name", "version", "items", "labelled", "violations", "created"], rows));
    return EXIT.ok;
  },
});

const goldenShow = defineCommand({
  name: "golden show",
  summary: "Show a golden set, or print its items as JSON Lines",
  usage: "NAME[@VERSION] [OPTIONS]",
  options: {
    items: { type: "boolean", description: "print the items, one JSON object per line" },
    limit: { type: "string", value: "N", description: "with --items: print at most this many" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel golden show spam-cases", "gavel golden show spam-cases@2 --items > cases.jsonl"],
  async run({ values, positionals }, io) {
    const { name, version } = goldenRefArgument(onePositional(positionals, "a golden set"));
    if (values.limit !== undefined && !values.items) {
      throw new UsageError("--limit can only be used with --items");
    }
    const limit = integerOption("limit", values.limit, { min: 1, max: MAX_SHOWN, fallback: MAX_SHOWN });
    const client = connect(values, io);
    const { data: shown } =
      version === null
        ? await client.call("getGoldenSet", { path: { golden_set: name } })
        : await client.call("getGoldenSetVersion", { path: { golden_set: name, version } });
    if (!values.items) {
      if (values.json) printJson(io, shown);
      else io.out(`${name}@${shown.version}\n${formatFields(fieldsOf(shown))}`);
      return EXIT.ok;
    }
    const path = { golden_set: name, version: shown.version };
    let after = 0;
    for (let left = limit; left > 0;) {
      const query = { after, limit: Math.min(PAGE, left) };
      const { data: page } = await client.call("listGoldenItems", { path, query });
      for (const item of page.data) io.out(`${JSON.stringify(item)}\n`);
      left -= page.data.length;
      if (!page.has_more) break;
      after = page.next_cursor ?? after;
    }
    return EXIT.ok;
  },
});

function fieldsOf(shown: {
  readonly sha256: string;
  readonly format: string;
  readonly items: number;
  readonly labelled: number;
  readonly violations: number;
  readonly created_at: string;
}) {
  return [
    ["items", `${shown.items}, of which ${shown.labelled} labelled and ${shown.violations} violations`],
    ["format", shown.format],
    ["sha256", shown.sha256],
    ["created", shown.created_at],
  ] as const;
}

export const goldenCommands = [goldenPush, goldenList, goldenShow] as const;
