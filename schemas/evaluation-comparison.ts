import type { FromSchema } from "json-schema-to-ts";
import { evaluationSchema } from "./evaluation.ts";
import { intervalSchema } from "./evaluation-report.ts";
import { gateDecisionSchema } from "./gate.ts";
import { goldenItemIdSchema } from "./golden-set.ts";
import { MAX_ITEMS_SHOWN, reportItemsSchema } from "./report-item.ts";

const count = { type: "integer", minimum: 0 } as const;

const unpairedSchema = {
  type: "object",
  additionalProperties: false,
  required: ["total", "ids"],
  properties: { total: count, ids: { type: "array", maxItems: MAX_ITEMS_SHOWN, items: goldenItemIdSchema } },
} as const;

/** Compares two sets of judgements of the same items, paired by id. */
export const pairedFiguresSchema = {
  type: "object",
  additionalProperties: false,
  required: [
    "paired",
    "both_right",
    "both_wrong",
    "fixed",
    "broken",
    "p_value",
    "accuracy",
    "only_base",
    "only_candidate",
  ],
  properties: {
    paired: {
      ...count,
      description: "Labelled items that both have judged. The next figures are computed from these.",
    },
    both_right: count,
    both_wrong: count,
    fixed: { ...count, description: "Right only with the candidate." },
    broken: { ...count, description: "Right only with the base." },
    p_value: {
      type: "number",
      minimum: 0,
      maximum: 1,
      description: "McNemar's exact test of fixed against broken.",
    },
    accuracy: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["difference", "interval"],
      description: "Accuracy of the candidate minus that of the base. Null without paired items.",
      properties: {
        difference: { type: "number" },
        interval: intervalSchema,
      },
    },
    only_base: { ...unpairedSchema, description: "Items that only the base has judged." },
    only_candidate: { ...unpairedSchema, description: "Items that only the candidate has judged." },
  },
} as const;

export type PairedFigures = FromSchema<typeof pairedFiguresSchema>;

/** Two finished evaluations of the same items. */
export const evaluationComparisonSchema = {
  $id: "evaluation-comparison",
  title: "EvaluationComparison",
  type: "object",
  additionalProperties: false,
  required: ["kind", "base", "candidate", "gate", "figures", "flips"],
  properties: {
    kind: { const: "comparison" },
    base: evaluationSchema,
    candidate: evaluationSchema,
    gate: {
      ...gateDecisionSchema,
      description: "The gate of the candidate, with the targets of its own policy.",
    },
    figures: pairedFiguresSchema,
    flips: {
      ...reportItemsSchema,
      description: "Items whose violation or category differs: broken ones first, then fixed, then moved.",
    },
  },
} as const;

export type EvaluationComparison = FromSchema<typeof evaluationComparisonSchema>;
