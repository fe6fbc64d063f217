import type { FromSchema } from "json-schema-to-ts";

/** Longest content in characters. The prompt must also fit the model's context. */
export const MAX_CONTENT_CHARACTERS = 200_000;

const text = { type: "string", minLength: 1, maxLength: MAX_CONTENT_CHARACTERS } as const;

/** The content to judge: a text, or a conversation that is judged as a whole. */
export const contentSchema = {
  $id: "content",
  title: "Content",
  anyOf: [
    text,
    {
      type: "object",
      additionalProperties: false,
      required: ["messages"],
      properties: {
        messages: {
          type: "array",
          minItems: 1,
          maxItems: 256,
          items: {
            type: "object",
            additionalProperties: false,
            required: ["role", "content"],
            properties: {
              role: {
                type: "string",
                minLength: 1,
                maxLength: 64,
                description: "The speaker: user, assistant, …",
              },
              content: text,
            },
          },
        },
      },
    },
  ],
} as const;

export type Content = FromSchema<typeof contentSchema>;
