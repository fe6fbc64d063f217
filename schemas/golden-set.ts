import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, policyIdSchema, policyVersionSchema, sha256Schema, timestampSchema } from "./common.ts";
import { contentSchema } from "./content.ts";

/** Largest upload of a golden set, in bytes. */
export const MAX_GOLDEN_BYTES = 32 * 1024 * 1024;

export const MAX_GOLDEN_ITEMS = 100_000;

/** Different tags in a golden set: the report has separate figures for each. */
export const MAX_GOLDEN_TAGS = 200;

/** Skipped records that the response of an upload lists; the others are only counted. */
export const MAX_SKIPPED_SHOWN = 100;

/** Named like a policy. */
export const goldenSetNameSchema = policyIdSchema;

/** `spam-cases`, or `spam-cases@3` for one version. */
export const goldenSetRefSchema = {
  type: "string",
  pattern: "^[a-z0-9][a-z0-9._-]{0,63}(@[1-9][0-9]{0,9})?$",
  description: "The name of a golden set, with its latest version, or NAME@VERSION.",
  examples: ["spam-cases", "spam-cases@3"],
} as const;

/** The correct judgement of an item, and what else its author wrote about it. */
export const goldenLabels = {
  violation: {
    enum: [0, 1, null],
    description: "Null: unknown. Such an item counts as neither right nor wrong.",
  },
  policy_category: {
    anyOf: [codeSchema, { type: "null" }],
    description: "The category that decides; null: none. Absent: unknown.",
  },
  rule_ids: { type: "array", maxItems: 100, items: codeSchema },
  note: { type: "string", maxLength: 10_000 },
  tags: { type: "array", maxItems: 20, items: { type: "string", minLength: 1, maxLength: 100 } },
  source: { type: "string", maxLength: 1000, description: "Where the item is from." },
} as const;

export const goldenItemIdSchema = {
  type: "string",
  minLength: 1,
  maxLength: 256,
  description: "Unique in the set. Items of two versions or two evaluations are paired by it.",
} as const;

/** Content whose correct judgement is known, or still has to be decided. */
export const goldenItemSchema = {
  $id: "golden-item",
  title: "GoldenItem",
  type: "object",
  additionalProperties: false,
  required: ["id", "content", "violation", "tags"],
  properties: { id: goldenItemIdSchema, content: contentSchema, ...goldenLabels },
} as const;

export type GoldenItemMessage = FromSchema<typeof goldenItemSchema>;

const count = { type: "integer", minimum: 0 } as const;

/** One immutable version: its number and sha256 always name the same items. */
export const goldenSetVersionSchema = {
  $id: "golden-set-version",
  title: "GoldenSetVersion",
  type: "object",
  additionalProperties: false,
  required: ["name", "version", "sha256", "format", "items", "labelled", "violations", "created_at"],
  properties: {
    name: goldenSetNameSchema,
    version: policyVersionSchema,
    sha256: { ...sha256Schema, description: "Hash of the items in their order." },
    format: { type: "string", description: "The format in which the upload was read." },
    items: count,
    labelled: { ...count, description: "Items whose correct judgement is known." },
    violations: { ...count, description: "Items that violate the policy." },
    created_at: timestampSchema,
  },
} as const;

export type GoldenSetVersion = FromSchema<typeof goldenSetVersionSchema>;

/** The result of an upload. */
export const goldenSetImportSchema = {
  $id: "golden-set-import",
  title: "GoldenSetImport",
  type: "object",
  additionalProperties: false,
  required: ["golden_set", "created", "skipped"],
  properties: {
    golden_set: goldenSetVersionSchema,
    created: { type: "boolean", description: "False if a version with these items already existed." },
    skipped: {
      type: "object",
      additionalProperties: false,
      required: ["total", "records"],
      properties: {
        total: count,
        records: {
          type: "array",
          maxItems: MAX_SKIPPED_SHOWN,
          description: "The first records that were not imported, and why. Never their content.",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["line", "reason"],
            properties: {
              line: {
                type: ["integer", "null"],
                minimum: 1,
                description: "Null if `reason` names the item.",
              },
              reason: { type: "string" },
            },
          },
        },
      },
    },
  },
} as const;

export type GoldenSetImport = FromSchema<typeof goldenSetImportSchema>;

/** The query of PUT /golden-sets/{golden_set}. */
export const putGoldenSetQuerySchema = {
  $id: "put-golden-set-query",
  title: "PutGoldenSetQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    label: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      description:
        "The label to read, if the file has several for each item: a column, a category or a guardrail.",
    },
    violations: {
      type: "string",
      minLength: 1,
      maxLength: 1000,
      description:
        "The labels that mean a violation, separated by commas; every other label then means no violation.",
    },
    policy_id: {
      ...policyIdSchema,
      description:
        "The policy whose categories the labels name. Its allowed categories then mean no violation.",
    },
  },
} as const;

export type PutGoldenSetQuery = FromSchema<typeof putGoldenSetQuerySchema>;

export const goldenSetPageSchema = {
  $id: "golden-set-page",
  title: "GoldenSetPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: goldenSetVersionSchema } },
} as const;

export type GoldenSetPage = FromSchema<typeof goldenSetPageSchema>;

export const DEFAULT_GOLDEN_PAGE_SIZE = 100;

/** The query of GET /golden-sets/{golden_set}/versions/{version}/items. */
export const goldenItemQuerySchema = {
  $id: "golden-item-query",
  title: "GoldenItemQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    after: { type: "integer", minimum: 0, description: "`next_cursor` of an earlier page." },
    limit: { type: "integer", minimum: 1, maximum: 500, default: DEFAULT_GOLDEN_PAGE_SIZE },
  },
} as const;

export type GoldenItemQuery = FromSchema<
  typeof goldenItemQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** In the order of the upload. */
export const goldenItemPageSchema = {
  $id: "golden-item-page",
  title: "GoldenItemPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: goldenItemSchema },
    next_cursor: { type: ["integer", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type GoldenItemPage = FromSchema<typeof goldenItemPageSchema>;
