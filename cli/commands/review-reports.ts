import { reviewStateSchema } from "../../schemas/review.ts";
import { MAX_PAGE_SIZE } from "../../schemas/verdict-query.ts";
import { UsageError } from "../cli-error.ts";
import { choiceOption, defineCommand, integerOption, optionalInteger } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { POLICY_OPTION } from "../input/review-options.ts";
import { formatStats, REVIEW_COLUMNS, reviewCells } from "../printing/format-review.ts";
import { printJson } from "../printing/print-json.ts";
import { TableWriter } from "../printing/table.ts";
import { writeBody } from "../printing/write-body.ts";

const reviewList = defineCommand({
  name: "review list",
  summary: "List the review queue, oldest first, without claiming anything",
  usage: "[OPTIONS]",
  details: "With --json each item is one line.",
  options: {
    ...POLICY_OPTION,
    state: {
      type: "string",
      value: "STATE",
      description: `only with this state: ${reviewStateSchema.enum.join(", ")} (default: items that wait)`,
    },
    limit: {
      type: "string",
      short: "n",
      value: "N",
      description: "list at most this many items (default: 20)",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel review list", "gavel review list --policy spam --state overturned --limit 100"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("review list takes no arguments");
    const client = connect(values, io);
    const state = choiceOption("state", values.state, reviewStateSchema.enum);
    let left = integerOption("limit", values.limit, { min: 1, max: 1_000_000, fallback: 20 });
    const table = new TableWriter(REVIEW_COLUMNS, (line) => io.out(line));
    let after: string | undefined;
    while (left > 0) {
      const limit = Math.min(left, MAX_PAGE_SIZE);
      const { data: page } = await client.call("listReviews", {
        query: { policy_id: values.policy, state, after, limit },
      });
      for (const item of page.data) {
        if (values.json) io.out(`${JSON.stringify(item)}\n`);
        else table.row(reviewCells(item));
      }
      left -= page.data.length;
      if (page.next_cursor === null) break;
      after = page.next_cursor;
    }
    if (!values.json) table.end();
    return EXIT.ok;
  },
});

const reviewStats = defineCommand({
  name: "review stats",
  summary: "Show how many items wait, what was decided, and how well reviewers agree",
  usage: "[OPTIONS]",
  options: {
    ...POLICY_OPTION,
    days: { type: "string", value: "N", description: "count the decisions of this many days (default: 30)" },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel review stats --policy spam --days 7"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("review stats takes no arguments");
    const query = { policy_id: values.policy, days: optionalInteger("days", values.days, 366) };
    const { data } = await connect(values, io).call("getReviewStats", { query });
    if (values.json) printJson(io, data);
    else io.out(formatStats(data));
    return EXIT.ok;
  },
});

const reviewExport = defineCommand({
  name: "review export",
  summary: "Write decided items as a golden set (JSON Lines)",
  usage: "[OPTIONS]",
  details:
    "Each line has the content and the label that reviewers gave it, as `gavel golden push` reads it. Items whose content is no longer\n" +
    "kept are left out. The key needs the scope content:read, and the export leaves an entry in the audit log.",
  options: {
    ...POLICY_OPTION,
    state: { type: "string", value: "STATE", description: "only agreed or only overturned (default: both)" },
    output: {
      type: "string",
      short: "o",
      value: "FILE",
      description: "write to this file (default: stdout)",
    },
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel review export --policy spam --output spam-reviewed.jsonl"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) throw new UsageError("review export takes no arguments");
    const state = choiceOption("state", values.state, ["agreed", "overturned"]);
    const { data } = await connect(values, io).call("exportReviews", {
      query: { policy_id: values.policy, state },
    });
    await writeBody(data, values.output ?? "-", io);
    return EXIT.ok;
  },
});

export const reviewReports = [reviewList, reviewStats, reviewExport] as const;
