import type { FromSchema } from "json-schema-to-ts";

const count = { type: "integer", minimum: 0 } as const;
const fraction = { type: "number", minimum: 0, maximum: 1 } as const;
const fractionOrNull = { type: ["number", "null"], minimum: 0, maximum: 1 } as const;
const number = { type: "number" } as const;
const numberOrNull = { type: ["number", "null"] } as const;

const object = <const Properties extends Readonly<Record<string, object>>>(properties: Properties) =>
  ({
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties) as (keyof Properties & string)[],
    properties,
  }) as const;

export const intervalSchema = {
  anyOf: [object({ low: number, high: number }), { type: "null" }],
  description: "95 % confidence interval.",
} as const;

/** `count` of `total`, with Wilson's interval. */
export const shareSchema = object({ count, total: count, value: fractionOrNull, interval: intervalSchema });

const metrics = {
  confusion: object({
    true_positives: count,
    false_positives: count,
    true_negatives: count,
    false_negatives: count,
  }),
  accuracy: shareSchema,
  precision: shareSchema,
  recall: shareSchema,
  false_positive_rate: shareSchema,
  f1: object({ value: fractionOrNull, interval: intervalSchema }),
  kappa: { ...object({ value: numberOrNull, interval: intervalSchema }), description: "Cohen's kappa." },
} as const;

/** Figures of one set of decisions. */
export const binaryMetricsSchema = {
  $id: "binary-metrics",
  title: "BinaryMetrics",
  ...object(metrics),
} as const;

export type BinaryMetricsMessage = FromSchema<typeof binaryMetricsSchema>;

/** What an evaluation found, without its items. The figures use the first repeat; `stability` compares the repeats. */
export const evaluationReportSchema = {
  $id: "evaluation-report",
  title: "EvaluationReport",
  ...object({
    items: count,
    counted: {
      ...count,
      description: "Items that are labelled and judged. Only these count in the figures.",
    },
    failed: {
      ...count,
      description: "Labelled items that could not be judged. They count as neither right nor wrong.",
    },
    missing: {
      ...count,
      description: "Labelled items that were not judged, because the evaluation was cancelled.",
    },
    unlabelled: count,
    overall: binaryMetricsSchema,
    categories: {
      type: "array",
      description: "The metrics of each category that was expected or judged, against all others.",
      items: object({ code: { type: "string" }, metrics: binaryMetricsSchema }),
    },
    tags: { type: "array", items: object({ tag: { type: "string" }, metrics: binaryMetricsSchema }) },
    category_confusion: {
      description: "How often each category was judged for each expected one. Null if no category is known.",
      anyOf: [
        object({
          labels: {
            type: "array",
            items: { type: ["string", "null"] },
            description: "Codes; null, for no category, is last.",
          },
          counts: {
            type: "array",
            items: { type: "array", items: count },
            description: "A row for each expected label, a column for each judged one.",
          },
        }),
        { type: "null" },
      ],
    },
    calibration: {
      description:
        "How well the scores are calibrated as probabilities. Null if the engine returns no scores.",
      anyOf: [
        object({
          items: count,
          brier: number,
          expected_error: number,
          bins: {
            type: "array",
            items: object({
              low: fraction,
              high: fraction,
              items: count,
              mean_score: fraction,
              violations: fraction,
            }),
          },
          thresholds: {
            type: "array",
            items: object({ threshold: fraction, precision: fractionOrNull, recall: fractionOrNull }),
          },
        }),
        { type: "null" },
      ],
    },
    stability: {
      description: "How far the repeats agree. Null if each item is judged once.",
      anyOf: [
        object({
          unanimous: {
            ...shareSchema,
            description: "The share of items with at least two judgements, all of which are the same.",
          },
          changed: { ...count, description: "Items whose judgements differ in violation or category." },
          kappa: { ...numberOrNull, description: "Fleiss' kappa of the items that every repeat judged." },
        }),
        { type: "null" },
      ],
    },
    usage: object({
      judgements: count,
      prompt_tokens: count,
      cached_tokens: count,
      reasoning_tokens: count,
      completion_tokens: count,
    }),
    engine_ms: {
      description: "Time in the engine for one judgement. Null without judgements.",
      anyOf: [object({ p50: number, p95: number }), { type: "null" }],
    },
    cost: {
      description: "Null if no price is configured.",
      anyOf: [object({ amount: number, currency: { type: "string" } }), { type: "null" }],
    },
  }),
} as const;

export type EvaluationReport = FromSchema<typeof evaluationReportSchema>;

/** What follows from the items and their judgements alone. */
export type EvaluationFigures = Omit<EvaluationReport, "stability" | "usage" | "engine_ms" | "cost">;
