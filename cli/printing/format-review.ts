import type { ReviewDetail, ReviewItem, ReviewStats } from "../../packages/client/src/client.ts";
import { duration } from "./duration.ts";
import { formatVerdict, VERDICT_COLUMNS, verdictCells } from "./format-verdict.ts";
import { oneLine, plainText } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { formatFields, formatTable } from "./table.ts";

/** The columns of `reviewCells`. */
export const REVIEW_COLUMNS = [
  { name: "verdict", width: 36 },
  { name: "queued", width: 24 },
  { name: "state", width: 12 },
  { name: "reasons", width: 16 },
  { name: "held by", width: 10 },
  { name: "policy", width: 16 },
  ...VERDICT_COLUMNS,
];

export function reviewCells(item: ReviewItem): string[] {
  const { id, record, queued_at: queuedAt, claim } = item;
  const holder = claim === null ? "" : oneLine(claim.reviewer ?? claim.key_id, 20);
  return [
    id,
    queuedAt,
    record.review?.state ?? "",
    record.review?.reasons.join(",") ?? "",
    holder,
    oneLine(`${record.policy.id}@${record.policy.version}`, 40),
    ...verdictCells(record),
  ];
}

/** One item for the person who claimed it: the verdict, and the content if it may be shown. */
export function formatItem(item: ReviewItem, content: string | null, style: Style): string {
  const shown = content === null ? "" : `\n${style.bold("Content")}\n${plainText(content)}\n`;
  return `${formatVerdict(item.record, style)}${queueFields(item)}${shown}`;
}

/** One item with its history. */
export function formatReview(item: ReviewDetail, style: Style): string {
  const events = item.events.map((event) => {
    const who = plainText(event.reviewer ?? event.key_id);
    const what = [
      event.decision ?? event.type,
      ...(event.violation === null ? [] : [`violation ${event.violation}`]),
      ...(event.policy_category === null ? [] : [plainText(event.policy_category)]),
      ...(event.undone_at === null ? [] : ["(undone)"]),
    ].join(" ");
    return [
      event.created_at,
      `${who}: ${what}${event.text === null ? "" : `\n${plainText(event.text)}`}`,
    ] as const;
  });
  const history = events.length === 0 ? "" : `\n${style.bold("History")}\n${formatFields(events)}`;
  return `${formatVerdict(item.record, style)}${queueFields(item)}${history}`;
}

function queueFields({ queued_at: queuedAt, claim }: ReviewItem): string {
  const fields: [string, string][] = [["queued", queuedAt]];
  if (claim !== null) {
    fields.push(["held by", plainText(`${claim.reviewer ?? claim.key_id} until ${claim.expires_at}`)]);
  }
  return formatFields(fields);
}

export function formatStats(stats: ReviewStats): string {
  const queues = stats.queues.map((queue) => [
    queue.policy_id,
    String(queue.needs_review),
    String(queue.escalated),
    String(queue.claimed),
    duration(queue.oldest_age_seconds),
  ]);
  const people = stats.reviewers.map(({ key_id: key, reviewer, decisions }) => [
    oneLine(reviewer ?? key, 40),
    ...countsOf(decisions),
  ]);
  const { second_reviewer: second, sample } = stats;
  const percent = (value: number | null): string => (value === null ? "-" : `${(100 * value).toFixed(1)} %`);
  const kappa = (value: number | null): string => (value === null ? "-" : value.toFixed(2));
  return [
    formatTable(["policy", "waiting", "escalated", "held", "oldest"], queues),
    `\nDecisions of ${stats.days} days\n`,
    formatTable(
      ["reviewer", "agree", "overturn", "unsure", "escalate"],
      [...people, ["all", ...countsOf(stats.decisions)]],
    ),
    "\n",
    formatFields([
      [
        "two reviewers",
        `${second.items} items, ${percent(second.agreement)} with the same label, kappa ${kappa(second.kappa_violation)} for the violation, ` +
          `${kappa(second.kappa_category)} with the category`,
      ],
      [
        "sample",
        `${sample.overturned} of ${sample.decided} overturned: ${percent(sample.overturned_share)}` +
          (sample.low === null ? "" : ` (95 %: ${percent(sample.low)} to ${percent(sample.high)})`),
      ],
    ]),
  ].join("");
}

function countsOf({ agree, overturn, unsure, escalate }: ReviewStats["decisions"]): string[] {
  return [agree, overturn, unsure, escalate].map(String);
}
