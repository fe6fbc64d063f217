import type { FromSchema } from "json-schema-to-ts";

/** Changes of content that leave its correct judgement as it is. */
export const perturbationNameSchema = {
  enum: [
    "case",
    "spacing",
    "leetspeak",
    "homoglyphs",
    "invisible_characters",
    "injected_instruction",
    "changed_policy",
  ],
} as const;

export type PerturbationName = FromSchema<typeof perturbationNameSchema>;
