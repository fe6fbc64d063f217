import type { FromSchema } from "json-schema-to-ts";

/** Findings of one rule, and sections, that a report lists. */
export const MAX_FINDINGS_PER_RULE = 20;
export const MAX_LINT_SECTIONS = 200;

const position = { type: "integer", minimum: 1 } as const;

export const policyFindingSchema = {
  type: "object",
  additionalProperties: false,
  required: ["rule", "severity", "message", "range", "suggestion"],
  properties: {
    rule: { type: "string", description: "A stable id: codes-inferred, hedge, output-format-requested, …" },
    severity: {
      enum: ["error", "warning", "info"],
      description: "error: the document cannot be used. Anything else is advice.",
    },
    message: { type: "string", description: "What was found, why it matters, and what to do." },
    range: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["line", "column", "end_line", "end_column"],
      properties: { line: position, column: position, end_line: position, end_column: position },
      description:
        "Position in the document, counted from 1, columns in UTF-16 code units; the end is exclusive. Null if the finding " +
        "concerns the whole document.",
    },
    suggestion: { type: ["string", "null"], description: "Wording to use instead, or text to paste." },
  },
} as const;

export type PolicyFinding = FromSchema<typeof policyFindingSchema>;
export type FindingRange = NonNullable<PolicyFinding["range"]>;
export type Severity = PolicyFinding["severity"];

const cost = {
  type: ["number", "null"],
  minimum: 0,
  description: "Price of these tokens in the prompts of 1,000 items; null if no price is configured.",
} as const;

/** What the linter found in a document, and what its text costs. */
export const policyLintSchema = {
  $id: "policy-lint",
  title: "PolicyLint",
  type: "object",
  additionalProperties: false,
  required: ["runnable", "findings", "omitted", "tokens"],
  properties: {
    runnable: { type: "boolean", description: "Whether an upload of this document would be accepted." },
    findings: {
      type: "array",
      items: policyFindingSchema,
      description: `In the order of the document; at most ${MAX_FINDINGS_PER_RULE} of one rule.`,
    },
    omitted: { type: "integer", minimum: 0, description: "Further findings, which are not listed." },
    tokens: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["policy", "prompt", "cost_per_1000_items", "currency", "sections"],
      properties: {
        policy: { type: "integer", minimum: 0, description: "Length of the text in o200k tokens." },
        prompt: {
          type: ["integer", "null"],
          description:
            "Length of the whole prompt without content; null if the engine is unknown, as on the command line.",
        },
        cost_per_1000_items: cost,
        currency: {
          type: ["string", "null"],
          description: "The currency of the costs; null if it is unknown.",
        },
        sections: {
          type: "array",
          maxItems: MAX_LINT_SECTIONS,
          items: {
            type: "object",
            additionalProperties: false,
            required: ["title", "line", "tokens", "cost_per_1000_items"],
            properties: {
              title: { type: ["string", "null"], description: "Null for text before the first heading." },
              line: position,
              tokens: { type: "integer", minimum: 0 },
              cost_per_1000_items: cost,
            },
          },
        },
      },
      description: "Null for a document that cannot be read as a policy.",
    },
  },
} as const;

export type PolicyLint = FromSchema<typeof policyLintSchema>;
export type PolicyTokens = NonNullable<PolicyLint["tokens"]>;
