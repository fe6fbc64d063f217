/** Parts that several messages share: JSON Schema 2020-12 as constants. */

export const policyIdSchema = {
  type: "string",
  pattern: "^[a-z0-9][a-z0-9._-]{0,63}$",
  description: "Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters.",
} as const;

export const policyVersionSchema = { type: "integer", minimum: 1, maximum: 2147483647 } as const;

export const verdictIdSchema = { type: "string", format: "uuid" } as const;

export const timestampSchema = { type: "string", format: "date-time" } as const;

export const sha256Schema = { type: "string", pattern: "^[0-9a-f]{64}$" } as const;

export const reasoningEffortSchema = { enum: ["low", "medium", "high"] } as const;

export const prioritySchema = {
  enum: ["interactive", "batch"],
  description: "Interactive items are judged before batch items.",
} as const;

/** The code of a category or rule, as policies write it: SP2, SP2.a, H3.f, R1. */
export const codeSchema = { type: "string", minLength: 1, maxLength: 64 } as const;

export const externalIdSchema = {
  type: "string",
  minLength: 1,
  maxLength: 256,
  description: "The caller's own id of the item. Verdicts can be filtered by it.",
} as const;

export const metadataSchema = {
  type: "object",
  description: "Up to 32 short values, stored with the verdict and never shown to the model.",
  maxProperties: 32,
  propertyNames: { type: "string", minLength: 1, maxLength: 64 },
  additionalProperties: {
    anyOf: [{ type: "string", maxLength: 1024 }, { type: "number" }, { type: "boolean" }, { type: "null" }],
  },
} as const;

/** Why an item or a line has no verdict: a code of the error catalogue, and text without content. */
export const itemErrorSchema = {
  type: ["object", "null"],
  additionalProperties: false,
  required: ["code", "title", "detail"],
  properties: {
    code: { type: "string" },
    title: { type: "string" },
    detail: { type: ["string", "null"] },
  },
} as const;
