import type { FromSchema } from "json-schema-to-ts";
import { verdictIdSchema } from "./common.ts";
import { MAX_CONTENT_CHARACTERS } from "./content.ts";

/** Maximum number of inputs in one request. Each is judged under each policy. */
export const MAX_MODERATION_INPUTS = 32;

/** The categories of OpenAI's moderation models. Clients expect all of them in every result. */
export const STANDARD_CATEGORIES = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/instructions",
  "self-harm/intent",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
] as const;

const text = { type: "string", minLength: 1, maxLength: MAX_CONTENT_CHARACTERS } as const;

/** The request of OpenAI's POST /v1/moderations (github.com/openai/openai-node, src/resources/moderations.ts). */
export const moderationRequestSchema = {
  $id: "moderation-request",
  title: "ModerationRequest",
  type: "object",
  additionalProperties: false,
  required: ["input"],
  properties: {
    input: {
      description:
        "A text, several texts (one result each), or the parts of one text (one result). Images cannot be judged.",
      anyOf: [
        text,
        { type: "array", minItems: 1, maxItems: MAX_MODERATION_INPUTS, items: text },
        {
          type: "array",
          minItems: 1,
          maxItems: MAX_MODERATION_INPUTS,
          items: {
            type: "object",
            additionalProperties: false,
            required: ["type", "text"],
            properties: { type: { const: "text" }, text },
          },
        },
      ],
    },
    model: {
      type: ["string", "null"],
      description:
        "A configured set of policies, or a policy: `spam`, or `spam@3` for one version. If it is missing, or the name of one " +
        "of OpenAI's own models, the set named default is used.",
      examples: ["spam", "spam@3", "omni-moderation-latest"],
    },
  },
} as const;

export type ModerationRequest = FromSchema<typeof moderationRequestSchema>;

function standardCategories<const S extends object>(schema: S): Record<string, S> {
  return Object.fromEntries(STANDARD_CATEGORIES.map((name) => [name, schema]));
}

function byCategory<const S extends object>(description: string, schema: S) {
  return {
    type: "object",
    description,
    required: STANDARD_CATEGORIES,
    properties: standardCategories(schema),
    additionalProperties: schema,
  } as const;
}

export const moderationResponseSchema = {
  $id: "moderation-response",
  title: "ModerationResponse",
  type: "object",
  additionalProperties: false,
  required: ["id", "model", "results"],
  properties: {
    id: { type: "string" },
    model: { type: "string", description: "The set, or the policy with the version that was applied." },
    results: {
      type: "array",
      description: "One for each text, in input order.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["flagged", "categories", "category_scores", "category_applied_input_types", "verdict_ids"],
        properties: {
          flagged: { type: "boolean", description: "At least one policy is violated." },
          categories: byCategory(
            "The 13 standard categories, each policy by its id, and each violating category of a policy as `policy/code`.",
            { type: "boolean" },
          ),
          category_scores: byCategory(
            "The probability of violation for the policy and for the category of its verdict, 0 for other categories. If the " +
              "engine returns no probability: 1 or 0, by the verdict.",
            { type: "number", minimum: 0, maximum: 1 },
          ),
          category_applied_input_types: byCategory(
            "Empty for a standard category that no policy of the request covers.",
            { type: "array", items: { enum: ["text"] } },
          ),
          verdict_ids: {
            type: "array",
            items: verdictIdSchema,
            description: "The records of the result, one for each policy.",
          },
        },
      },
    },
  },
} as const;

export interface ModerationResult {
  readonly flagged: boolean;
  readonly categories: Readonly<Record<string, boolean>>;
  readonly category_scores: Readonly<Record<string, number>>;
  readonly category_applied_input_types: Readonly<Record<string, readonly "text"[]>>;
  readonly verdict_ids: readonly string[];
}

export interface ModerationResponse {
  readonly id: string;
  readonly model: string;
  readonly results: readonly ModerationResult[];
}

/** The body of OpenAI's errors, which its clients parse. */
export const openAiErrorSchema = {
  $id: "openai-error",
  title: "OpenAIError",
  type: "object",
  additionalProperties: false,
  required: ["error"],
  properties: {
    error: {
      type: "object",
      additionalProperties: false,
      required: ["message", "type", "param", "code"],
      properties: {
        message: { type: "string" },
        type: { type: "string" },
        param: { type: ["string", "null"], description: "The invalid part of the request." },
        code: { type: "string", description: "An error code of this service." },
      },
    },
  },
} as const;

export type OpenAiError = FromSchema<typeof openAiErrorSchema>;
