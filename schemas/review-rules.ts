import type { FromSchema } from "json-schema-to-ts";

const share = { type: "number", minimum: 0, maximum: 1 } as const;

/** `review` of a policy's front matter. A verdict is to be reviewed if at least one condition holds. */
export const reviewRulesSchema = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description:
    "When a person must look at a verdict. If a condition holds, the verdict enters the review queue; the verdict " +
    "itself does not change.",
  properties: {
    score_between: {
      type: "array",
      minItems: 2,
      maxItems: 2,
      items: share,
      description:
        "The score is from the first number to the second, such as [0.35, 0.65]. Never holds for a verdict without a score.",
    },
    confidence: {
      enum: ["low", "medium"],
      description: "The model's confidence is this one or a lower one.",
    },
    citations: {
      enum: ["unknown"],
      description: "The verdict cites a category or rule that the policy does not have.",
    },
    sample: {
      ...share,
      description:
        "This share of all verdicts, to measure quality: 0.02 is one of 50. The record's id decides.",
    },
    second_reviewer: {
      ...share,
      description:
        "This share of the verdicts to be reviewed is decided by two people, to measure their agreement.",
    },
  },
} as const;

export type ReviewRules = FromSchema<typeof reviewRulesSchema>;
