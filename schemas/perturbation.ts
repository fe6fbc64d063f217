import type { FromSchema } from "json-schema-to-ts";

/** Changes of content that do not change its correct judgement. */
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

const seed = { type: "integer", minimum: 0, maximum: 2147483647 } as const;

/** How the content of every item is changed before it is judged. */
export const perturbationSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "seed"],
  properties: { name: perturbationNameSchema, seed },
} as const;

export type PerturbationSettings = FromSchema<typeof perturbationSchema>;

/** The same in a request. */
export const perturbationRequestSchema = {
  ...perturbationSchema,
  required: ["name"],
  properties: {
    name: perturbationNameSchema,
    seed: {
      ...seed,
      default: 1,
      description: "The same seed changes the same content in the same way.",
    },
  },
} as const;
