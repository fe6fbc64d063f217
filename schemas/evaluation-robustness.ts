import type { FromSchema } from "json-schema-to-ts";
import { pairedFiguresSchema } from "./evaluation-comparison.ts";
import { evaluationSchema } from "./evaluation.ts";
import { shareSchema } from "./evaluation-report.ts";
import { reportItemsSchema } from "./report-item.ts";

const count = { type: "integer", minimum: 0 } as const;

/**
 * An evaluation compared with others that have the same correct judgements: of perturbed or translated content, or of a
 * translated policy.
 */
export const evaluationRobustnessSchema = {
  $id: "evaluation-robustness",
  title: "EvaluationRobustness",
  type: "object",
  additionalProperties: false,
  required: ["kind", "original", "variants"],
  properties: {
    kind: { const: "robustness" },
    original: evaluationSchema,
    variants: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "evaluation", "compared", "changed", "evaded", "accused", "figures", "flips"],
        properties: {
          name: { type: "string", description: "The perturbation, or what was translated." },
          evaluation: evaluationSchema,
          compared: { ...count, description: "Items that both have judged." },
          changed: {
            ...shareSchema,
            description: "Share of the compared items whose violation differs.",
          },
          evaded: { ...count, description: "Violations that are no longer found." },
          accused: { ...count, description: "Items that are now judged as violations." },
          figures: pairedFiguresSchema,
          flips: reportItemsSchema,
        },
      },
    },
  },
} as const;

export type EvaluationRobustness = FromSchema<typeof evaluationRobustnessSchema>;
