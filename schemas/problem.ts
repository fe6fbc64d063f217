import type { FromSchema } from "json-schema-to-ts";

/** RFC 9457 problem details, with a stable `code` and JSON Pointers to faults in the request. */
export const problemSchema = {
  $id: "problem",
  title: "Problem",
  type: "object",
  additionalProperties: false,
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string", description: "A link to the documentation of the code." },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    code: { type: "string", pattern: "^[a-z][a-z0-9_]*$" },
    detail: { type: "string" },
    request_id: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["pointer", "message"],
        properties: {
          pointer: {
            type: "string",
            description: "RFC 6901 JSON Pointer into the request body; empty for the whole body.",
          },
          message: { type: "string" },
        },
      },
    },
  },
} as const;

export type Problem = FromSchema<typeof problemSchema>;
