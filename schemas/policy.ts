import type { FromSchema } from "json-schema-to-ts";
import {
  codeSchema,
  policyIdSchema,
  policyVersionSchema,
  reasoningEffortSchema,
  sha256Schema,
  timestampSchema,
} from "./common.ts";
import { policyFindingSchema } from "./policy-lint.ts";
import { reviewRulesSchema } from "./review-rules.ts";
import { targetsSchema } from "./targets.ts";

/** Largest policy document, in bytes of UTF-8. */
export const MAX_POLICY_BYTES = 200 * 1024;

/** Longest lifetime of a cached verdict, in seconds: 30 days. */
export const MAX_CACHE_TTL_SECONDS = 30 * 24 * 3600;

export const categorySchema = {
  type: "object",
  additionalProperties: false,
  required: ["code"],
  properties: {
    code: codeSchema,
    title: { type: "string", maxLength: 200 },
    violation: { enum: [0, 1], description: "0: this category names allowed content. Default 1." },
    severity: { type: "integer", minimum: 0, maximum: 10 },
    action: {
      type: "string",
      maxLength: 64,
      description: "The action of your system: remove, review, …",
    },
  },
} as const;

export type Category = FromSchema<typeof categorySchema>;

/** The YAML front matter of a policy document. Every part is optional. */
export const policyFrontMatterSchema = {
  $id: "policy-front-matter",
  title: "PolicyFrontMatter",
  type: "object",
  additionalProperties: false,
  properties: {
    title: { type: "string", minLength: 1, maxLength: 200 },
    description: { type: "string", maxLength: 2000 },
    categories: { type: "array", maxItems: 200, items: categorySchema },
    rules: { type: "array", maxItems: 1000, uniqueItems: true, items: codeSchema },
    reasoning_effort: reasoningEffortSchema,
    cache_ttl_seconds: {
      type: "integer",
      minimum: 0,
      maximum: MAX_CACHE_TTL_SECONDS,
      description:
        "How long a verdict is reused for the same content under the same version and settings. Default 0: never.",
    },
    review: reviewRulesSchema,
    sensitive: {
      type: "boolean",
      description:
        "Content of this policy may be distressing: the dashboard blurs it until a reviewer reveals it. Default false.",
    },
    targets: targetsSchema,
    output_schema: {
      type: "object",
      description:
        "A JSON Schema for the verdict, instead of the default one. It must have at least violation and rationale.",
    },
    examples: {
      type: "array",
      maxItems: 200,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["content", "violation"],
        properties: {
          content: { type: "string", minLength: 1, maxLength: 10_000 },
          violation: { enum: [0, 1] },
          policy_category: { anyOf: [codeSchema, { type: "null" }] },
          note: { type: "string", maxLength: 1000 },
        },
      },
    },
  },
} as const;

export type PolicyFrontMatter = FromSchema<typeof policyFrontMatterSchema>;

/** One immutable version: its number and sha256 always name the same bytes. */
export const policyVersionResourceSchema = {
  $id: "policy-version",
  title: "PolicyVersion",
  type: "object",
  additionalProperties: false,
  required: [
    "policy_id",
    "version",
    "sha256",
    "active",
    "title",
    "description",
    "categories",
    "rules",
    "inferred",
    "findings",
    "reasoning_effort",
    "review",
    "sensitive",
    "targets",
    "output_schema",
    "tokens",
    "created_at",
  ],
  properties: {
    policy_id: policyIdSchema,
    version: policyVersionSchema,
    sha256: { ...sha256Schema, description: "Hash of the document's bytes as uploaded." },
    active: { type: "boolean" },
    title: { type: ["string", "null"] },
    description: { type: ["string", "null"] },
    categories: { type: "array", items: categorySchema },
    rules: { type: "array", items: codeSchema },
    inferred: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["categories", "rules", "front_matter"],
      properties: {
        categories: { type: "boolean" },
        rules: { type: "boolean" },
        front_matter: {
          type: "string",
          description:
            "Front matter that declares these codes as they were inferred. Put it at the top of the document.",
        },
      },
      description:
        "Codes that were found in the text and are not declared. The model may cite them with either decision, and nothing about " +
        "them is enforced. Null if all codes are declared or none was found.",
    },
    findings: {
      type: "array",
      items: policyFindingSchema,
      description: "What the linter advises. It does not prevent the policy from being used.",
    },
    reasoning_effort: { anyOf: [reasoningEffortSchema, { type: "null" }] },
    review: {
      ...reviewRulesSchema,
      type: ["object", "null"],
      description: "When a person must look at a verdict of this version. Null: only on request.",
    },
    sensitive: {
      type: "boolean",
      description: "Content of this policy may be distressing, so the dashboard blurs it at first.",
    },
    targets: {
      ...targetsSchema,
      type: ["object", "null"],
      description:
        "The figures that the version must reach on a golden set before it may become active. The model never sees them.",
    },
    output_schema: { type: "object", description: "The schema of this version's verdicts." },
    tokens: { type: "integer", minimum: 0, description: "Length of the policy text in o200k tokens." },
    created_at: timestampSchema,
  },
} as const;

export type PolicyVersionResource = FromSchema<typeof policyVersionResourceSchema>;

export const policySchema = {
  $id: "policy",
  title: "Policy",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "title",
    "sensitive",
    "active_version",
    "latest_version",
    "archived",
    "created_at",
    "updated_at",
  ],
  properties: {
    id: policyIdSchema,
    title: { type: ["string", "null"] },
    sensitive: {
      type: "boolean",
      description: "Whether the active version, or the latest if none is active, is marked as sensitive.",
    },
    active_version: { anyOf: [policyVersionSchema, { type: "null" }] },
    latest_version: policyVersionSchema,
    archived: { type: "boolean" },
    created_at: timestampSchema,
    updated_at: timestampSchema,
  },
} as const;

export type PolicyResource = FromSchema<typeof policySchema>;
