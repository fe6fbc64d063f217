import type { FromSchema } from "json-schema-to-ts";
import { codeSchema } from "./common.ts";

const share = { type: "number", minimum: 0, maximum: 1 } as const;

/** The figures for which a target can be set. All are minimums, except the false positive rate. */
const measures = {
  accuracy: { ...share, description: "Minimum share of the items that are judged as labelled." },
  precision: {
    ...share,
    description: "Minimum share of the items judged as violations that are labelled as violations.",
  },
  recall: {
    ...share,
    description: "Minimum share of the items labelled as violations that are judged as violations.",
  },
  f1: { ...share, description: "Minimum harmonic mean of precision and recall." },
  kappa: { ...share, description: "Minimum of Cohen's kappa of judgement and label." },
  false_positive_rate: {
    ...share,
    description: "Maximum share of the items without a violation that are judged as violations.",
  },
  minimum_items: {
    type: "integer",
    minimum: 1,
    maximum: 1_000_000,
    description: "Items that must be labelled and judged; for a category, items that are labelled with it.",
  },
} as const;

/** The `targets` of a policy's front matter: what a version must reach on a golden set before it may become active. */
export const targetsSchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: {
    decide_by: {
      enum: ["estimate", "interval"],
      description:
        "What must reach the target: the measured value (estimate, the default), or also the worse end of its 95 % interval " +
        "(interval), which needs more items.",
    },
    ...measures,
    categories: {
      type: "object",
      maxProperties: 200,
      propertyNames: codeSchema,
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        properties: measures,
      },
      description: "Targets for individual categories, by code. Each category counts against all others.",
    },
  },
} as const;

export type Targets = FromSchema<typeof targetsSchema>;
