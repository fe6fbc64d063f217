import type { FromSchema } from "json-schema-to-ts";
import { contentSchema } from "./content.ts";
import { goldenItemIdSchema, goldenLabels } from "./golden-set.ts";

/** Items that a report shows of each list; the others are only counted. */
export const MAX_ITEMS_SHOWN = 500;

/** The answer of one of the compared evaluations for an item. */
const answerSchema = {
  type: "object",
  additionalProperties: false,
  required: ["by", "violation", "policy_category", "rule_ids", "confidence", "score", "rationale"],
  properties: {
    by: { type: "string", description: "The evaluation that gave the answer: base, candidate, …" },
    violation: { enum: [0, 1] },
    policy_category: { type: ["string", "null"] },
    rule_ids: { type: "array", items: { type: "string" } },
    confidence: { type: ["string", "null"] },
    score: { type: ["number", "null"], minimum: 0, maximum: 1 },
    rationale: { type: "string" },
  },
} as const;

export type Answer = FromSchema<typeof answerSchema>;

const reportItemSchema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "change", "violation", "tags", "answers"],
  properties: {
    id: goldenItemIdSchema,
    change: {
      enum: ["wrong", "fixed", "broken", "moved", "unchanged"],
      description:
        "wrong: differs from the label. fixed, broken: only the second answer is right, only the first is. moved: " +
        "another category, or an item without a label. unchanged: the answers are the same, although they should " +
        "differ.",
    },
    ...goldenLabels,
    content: { ...contentSchema, description: "Present only if the request includes it." },
    answers: { type: "array", items: answerSchema },
  },
} as const;

export type ReportItem = FromSchema<typeof reportItemSchema>;

/** Part of a list of items. */
export const reportItemsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["total", "shown"],
  properties: {
    total: { type: "integer", minimum: 0 },
    shown: { type: "array", maxItems: MAX_ITEMS_SHOWN, items: reportItemSchema },
  },
} as const;

export type ReportItems = FromSchema<typeof reportItemsSchema>;
