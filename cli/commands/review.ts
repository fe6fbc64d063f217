import { type GavelClient, GavelError } from "../../packages/client/src/client.ts";
import { decisionKindSchema } from "../../schemas/review.ts";
import { UsageError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { choiceOption, defineCommand, type OptionSpecs, optionalInteger } from "../command.ts";
import { connect, CONNECTION_OPTIONS } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { itemIdOf, POLICY_OPTION, REVIEWER_OPTION, reviewerOf } from "../input/review-options.ts";
import { formatItem, formatReview } from "../printing/format-review.ts";
import { oneLine, plainText } from "../printing/plain-text.ts";
import { printJson } from "../printing/print-json.ts";
import { createStyle } from "../printing/style.ts";
import { reviewReports } from "./review-reports.ts";

const LEASE = {
  lease: {
    type: "string",
    value: "MINUTES",
    description: "minutes for which no other reviewer gets the item: 1 to 60 (default: 10)",
  },
} as const satisfies OptionSpecs;

const reviewNext = defineCommand({
  name: "review next",
  summary: "Claim the next item of the review queue and show it",
  usage: "[OPTIONS]",
  details:
    "No other reviewer gets the item until you decide, skip it, or the lease expires. The content is shown if the key has the\n" +
    "scope content:read, and reading it leaves an entry in the audit log.",
  options: {
    ...POLICY_OPTION,
    escalated: {
      type: "boolean",
      description: "an item that was escalated, or that two people judged differently",
    },
    ...REVIEWER_OPTION,
    ...LEASE,
    ...CONNECTION_OPTIONS,
  },
  examples: ["gavel review next --policy spam --reviewer Ann", "gavel review next --escalated"],
  async run({ values, positionals }, io) {
    if (positionals.length > 0) {
      throw new UsageError("review next takes no arguments; `gavel review show ID` shows one item");
    }
    const client = connect(values, io);
    const { data } = await client.call("claimNextReview", {
      body: {
        state: values.escalated ? "escalated" : "needs_review",
        ...(values.policy === undefined ? {} : { policy_id: values.policy }),
        ...reviewerOf(values),
        ...leaseOf(values),
      },
    });
    if (data.item === null) {
      if (values.json) printJson(io, { item: null, content: null });
      else io.err("No item waits for you.\n");
      return EXIT.ok;
    }
    const content = await contentOf(client, data.item.id, data.item.content_kept, io);
    if (values.json) printJson(io, { item: data.item, content });
    else io.out(formatItem(data.item, content, createStyle(io.color)));
    return EXIT.ok;
  },
});

const reviewShow = defineCommand({
  name: "review show",
  summary: "Show an item with its decisions and notes",
  usage: "ID [OPTIONS]",
  options: CONNECTION_OPTIONS,
  examples: ["gavel review show 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d"],
  async run({ values, positionals }, io) {
    const { data } = await connect(values, io).call("getReview", {
      path: { verdict_id: itemIdOf(positionals) },
    });
    if (values.json) printJson(io, data);
    else io.out(formatReview(data, createStyle(io.color)));
    return EXIT.ok;
  },
});

const reviewDecide = defineCommand({
  name: "review decide",
  summary: "Decide an item",
  usage: "ID DECISION [OPTIONS]",
  details:
    "agree: the verdict is right. overturn: another verdict is right; this needs --violation and --reason, and --category for a\n" +
    "violation of a policy that declares categories. unsure: it cannot be decided, which ends the review. escalate: another\n" +
    "person must decide. The model's verdict does not change.",
  options: {
    violation: { type: "string", value: "0|1", description: "with overturn: the correct value" },
    category: { type: "string", value: "CODE", description: "with overturn: the category that decides" },
    reason: { type: "string", value: "TEXT", description: "why; required with overturn" },
    ...REVIEWER_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: [
    "gavel review decide 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d agree",
    'gavel review decide 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d overturn --violation 0 --reason "A joke."',
  ],
  async run({ values, positionals }, io) {
    const [id, kind] = positionals;
    if (positionals.length !== 2) {
      throw new UsageError("review decide takes the id of an item and a decision");
    }
    const decision = decisionKindSchema.enum.find((known) => known === kind);
    if (decision === undefined) {
      throw new UsageError(
        `the decision must be one of: ${decisionKindSchema.enum.join(", ")}; got "${oneLine(kind ?? "", 60)}"`,
      );
    }
    if (decision === "overturn" && (values.violation === undefined || values.reason === undefined)) {
      throw new UsageError("overturn needs --violation 0 or --violation 1, and --reason");
    }
    const violation = choiceOption("violation", values.violation, ["0", "1"]);
    const { data: item } = await connect(values, io).call("decideReview", {
      path: { verdict_id: itemIdOf([id ?? ""]) },
      body: {
        decision,
        ...(violation === undefined ? {} : { violation: violation === "1" ? 1 : 0 }),
        ...(values.category === undefined ? {} : { policy_category: values.category }),
        ...(values.reason === undefined ? {} : { reason: values.reason }),
        ...reviewerOf(values),
      },
    });
    if (values.json) {
      printJson(io, item);
    } else {
      io.out(
        `${item.id}: ${item.record.review?.state ?? ""}. \`gavel review undo\` undoes it within a minute.\n`,
      );
    }
    return EXIT.ok;
  },
});

const reviewSkip = defineCommand({
  name: "review skip",
  summary: "Release an item, and get it again after all others",
  usage: "ID [OPTIONS]",
  options: { ...REVIEWER_OPTION, ...CONNECTION_OPTIONS },
  examples: ["gavel review skip 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d --reviewer Ann"],
  async run({ values, positionals }, io) {
    const path = { verdict_id: itemIdOf(positionals) };
    const { data } = await connect(values, io).call("skipReview", { path, body: reviewerOf(values) });
    if (values.json) printJson(io, data);
    else io.out(`${data.id}: skipped.\n`);
    return EXIT.ok;
  },
});

const reviewRelease = defineCommand({
  name: "review release",
  summary: "Release an item that you hold, without skipping it",
  usage: "ID [OPTIONS]",
  details:
    "The item keeps its position in the queue, for you too. With `review skip` you get other items first.",
  options: { ...REVIEWER_OPTION, ...CONNECTION_OPTIONS },
  examples: ["gavel review release 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d --reviewer Ann"],
  async run({ values, positionals }, io) {
    const path = { verdict_id: itemIdOf(positionals) };
    const { data } = await connect(values, io).call("releaseReview", { path, body: reviewerOf(values) });
    if (values.json) printJson(io, data);
    else io.out(`${data.id}: released.\n`);
    return EXIT.ok;
  },
});

const reviewUndo = defineCommand({
  name: "review undo",
  summary: "Undo your last decision on an item, within a minute",
  usage: "ID [OPTIONS]",
  options: { ...REVIEWER_OPTION, ...CONNECTION_OPTIONS },
  examples: ["gavel review undo 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d --reviewer Ann"],
  async run({ values, positionals }, io) {
    const path = { verdict_id: itemIdOf(positionals) };
    const { data } = await connect(values, io).call("undoReview", { path, body: reviewerOf(values) });
    if (values.json) printJson(io, data);
    else io.out(`${data.id}: ${data.record.review?.state ?? ""} again.\n`);
    return EXIT.ok;
  },
});

const reviewNote = defineCommand({
  name: "review note",
  summary: "Add a note for other reviewers",
  usage: "ID TEXT [OPTIONS]",
  options: { ...REVIEWER_OPTION, ...CONNECTION_OPTIONS },
  examples: ['gavel review note 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d "A known satirist."'],
  async run({ values, positionals }, io) {
    const [id = "", text] = positionals;
    if (text === undefined || positionals.length !== 2) {
      throw new UsageError("review note takes the id of an item and a text");
    }
    const path = { verdict_id: itemIdOf([id]) };
    const { data } = await connect(values, io).call("addReviewNote", {
      path,
      body: { text, ...reviewerOf(values) },
    });
    if (values.json) printJson(io, data);
    else io.out(`${data.id}: the note is added.\n`);
    return EXIT.ok;
  },
});

const reviewAppeal = defineCommand({
  name: "review appeal",
  summary: "Return a verdict to the queue because of a complaint",
  usage: "ID COMPLAINT [OPTIONS]",
  details: "People who have already decided it do not get it.",
  options: CONNECTION_OPTIONS,
  examples: ['gavel review appeal 0193c1a2-7b1e-7c60-8a39-0d6c5b1f2e3d "My post is satire."'],
  async run({ values, positionals }, io) {
    const [id = "", complaint] = positionals;
    if (complaint === undefined || positionals.length !== 2) {
      throw new UsageError("review appeal takes the id of a verdict and the complaint");
    }
    const path = { verdict_id: itemIdOf([id]) };
    const { data } = await connect(values, io).call("appealVerdict", { path, body: { complaint } });
    if (values.json) printJson(io, data);
    else io.out(`${data.id}: ${data.record.review?.state ?? ""}.\n`);
    return EXIT.ok;
  },
});

/** The content as text, or null if it cannot be read; stderr says why. */
async function contentOf(
  client: GavelClient,
  id: string,
  isKept: boolean,
  io: CliIo,
): Promise<string | null> {
  if (!isKept) {
    io.err("The content is no longer kept.\n");
    return null;
  }
  try {
    const { data } = await client.call("getVerdictContent", { path: { verdict_id: id } });
    if (typeof data.content === "string") return data.content;
    return data.content.messages.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
  } catch (error) {
    if (!(error instanceof GavelError) || error.problem === null) throw error;
    io.err(
      `${plainText(`The content is not shown. ${error.problem.title}: ${error.problem.detail ?? ""}`)}\n`,
    );
    return null;
  }
}

function leaseOf({ lease }: { readonly lease?: string }): { readonly lease_seconds?: number } {
  const minutes = optionalInteger("lease", lease, 60);
  return minutes === undefined ? {} : { lease_seconds: minutes * 60 };
}

export const reviewCommands = [
  reviewNext,
  reviewShow,
  reviewDecide,
  reviewSkip,
  reviewRelease,
  reviewUndo,
  reviewNote,
  reviewAppeal,
  ...reviewReports,
] as const;
