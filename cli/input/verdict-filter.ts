import { reviewStateSchema } from "../../schemas/review.ts";
import { verdictStatusSchema } from "../../schemas/verdict-record.ts";
import { UsageError } from "../cli-error.ts";
import { type Arguments, choiceOption, type OptionSpecs } from "../command.ts";
import { oneLine } from "../printing/plain-text.ts";
import { timeOption } from "./time.ts";

/** The options by which verdicts can be searched. */
export const FILTER_OPTIONS = {
  policy: { type: "string", short: "p", value: "ID", description: "only of this policy" },
  status: {
    type: "string",
    value: "STATUS",
    description: "only with this status: queued, running, completed, failed or expired",
  },
  violation: { type: "string", value: "0|1", description: "1: only violating; 0: only allowed" },
  since: {
    type: "string",
    value: "TIME",
    description: "only settled at this time or later: ISO 8601, a day (UTC), or an age such as 24h or 7d",
  },
  until: { type: "string", value: "TIME", description: "only settled before this time" },
  category: { type: "string", value: "CODE", description: "only with this category" },
  rule: { type: "string", value: "CODE", description: "only those that cite this rule" },
  confidence: {
    type: "string",
    value: "WORD",
    description: "only with this confidence: low, medium or high",
  },
  "min-score": { type: "string", value: "N", description: "only with at least this score, from 0 to 1" },
  "max-score": { type: "string", value: "N", description: "only with at most this score" },
  rationale: {
    type: "string",
    value: "WORDS",
    description: 'only those whose rationale has all of these words; also "a phrase", or, -not',
  },
  metadata: {
    type: "string",
    value: "KEY[=VALUE]",
    description: "only settled ones whose metadata has this key, or this value for the key",
  },
  review: {
    type: "string",
    value: "STATE",
    description: `only those whose review is in this state: ${reviewStateSchema.enum.join(", ")}`,
  },
  id: { type: "string", value: "ID", description: "only of the item with this external id" },
  "key-id": {
    type: "string",
    value: "ID",
    description: "only of items sent with this API key; `gavel keys list` shows the ids",
  },
} as const satisfies OptionSpecs;

type FilterValues = Arguments<typeof FILTER_OPTIONS>["values"];

/** Converts these options to a query. Throws UsageError. */
export function filterQuery(values: FilterValues) {
  const violation = choiceOption("violation", values.violation, ["0", "1"]);
  const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(values.metadata ?? "") ?? [];
  if (values.metadata !== undefined && key === undefined) {
    throw new UsageError("--metadata must be KEY or KEY=VALUE");
  }
  return {
    policy_id: values.policy,
    status: choiceOption("status", values.status, verdictStatusSchema.enum),
    violation: violation === undefined ? undefined : violation === "1" ? (1 as const) : (0 as const),
    since: timeOption("since", values.since),
    until: timeOption("until", values.until),
    category: values.category,
    rule: values.rule,
    confidence: values.confidence,
    min_score: scoreOption("min-score", values["min-score"]),
    max_score: scoreOption("max-score", values["max-score"]),
    rationale: values.rationale,
    metadata_key: key,
    metadata_value: value,
    review_state: choiceOption("review", values.review, reviewStateSchema.enum),
    external_id: values.id,
    key_id: values["key-id"],
  };
}

function scoreOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new UsageError(`--${name} must be a number from 0 to 1; got "${oneLine(text, 60)}"`);
}
