import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, policyIdSchema, policyVersionSchema, sha256Schema } from "./common.ts";
import { categorySchema } from "./policy.ts";

/** The query of GET /policies/{policy_id}/diff. */
export const policyDiffQuerySchema = {
  $id: "policy-diff-query",
  title: "PolicyDiffQuery",
  type: "object",
  additionalProperties: false,
  required: ["from", "to"],
  properties: {
    from: { ...policyVersionSchema, description: "The version to compare with." },
    to: { ...policyVersionSchema, description: "The version whose changes are shown." },
  },
} as const;

export type PolicyDiffQuery = FromSchema<typeof policyDiffQuerySchema>;

const sideSchema = {
  type: "object",
  additionalProperties: false,
  required: ["version", "sha256", "tokens", "inferred"],
  properties: {
    version: policyVersionSchema,
    sha256: sha256Schema,
    tokens: { type: "integer", minimum: 0, description: "Length of the policy text in o200k tokens." },
    inferred: {
      type: "object",
      additionalProperties: false,
      required: ["categories", "rules"],
      properties: { categories: { type: "boolean" }, rules: { type: "boolean" } },
      description: "True if codes were inferred from the text and are not declared.",
    },
  },
} as const;

/** What changed between two versions of a policy. */
export const policyDiffSchema = {
  $id: "policy-diff",
  title: "PolicyDiff",
  type: "object",
  additionalProperties: false,
  required: ["policy_id", "from", "to", "categories", "rules", "settings", "text"],
  properties: {
    policy_id: policyIdSchema,
    from: sideSchema,
    to: sideSchema,
    categories: {
      type: "object",
      additionalProperties: false,
      required: ["added", "removed", "changed"],
      properties: {
        added: { type: "array", items: categorySchema },
        removed: { type: "array", items: categorySchema },
        changed: {
          type: "array",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["from", "to"],
            properties: { from: categorySchema, to: categorySchema },
          },
          description: "Categories with the same code and another title, decision, severity or action.",
        },
      },
    },
    rules: {
      type: "object",
      additionalProperties: false,
      required: ["added", "removed"],
      properties: {
        added: { type: "array", items: codeSchema },
        removed: { type: "array", items: codeSchema },
      },
    },
    settings: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "from", "to"],
        properties: {
          name: { type: "string" },
          from: { description: "Null if the field is absent." },
          to: { description: "Null if the field is absent." },
        },
      },
      description: "Other fields of the front matter that differ.",
    },
    text: { type: "string", description: "The documents as a unified diff; empty if they are identical." },
  },
} as const;

export type PolicyDiff = FromSchema<typeof policyDiffSchema>;
