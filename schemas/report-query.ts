import type { FromSchema } from "json-schema-to-ts";
import { verdictIdSchema } from "./common.ts";
import { MAX_ITEMS_SHOWN } from "./report-item.ts";

export const reportFormatSchema = {
  enum: ["json", "table", "junit", "markdown", "html"],
  default: "json",
  description:
    "table: for a terminal. junit: for CI. markdown: a summary for a pull request. html: one file that loads nothing else.",
} as const;

export type ReportFormat = FromSchema<typeof reportFormatSchema>;

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The query of GET /evaluations/{evaluation_id}/report. */
export const reportQuerySchema = {
  $id: "report-query",
  title: "ReportQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    format: reportFormatSchema,
    content: { type: "boolean", default: false, description: "Whether items include their content." },
    items: {
      type: "integer",
      minimum: 0,
      maximum: MAX_ITEMS_SHOWN,
      default: MAX_ITEMS_SHOWN,
      description: "How many items each list shows; 0 leaves the lists out. The others are only counted.",
    },
    base: {
      ...verdictIdSchema,
      description: "Compares with this evaluation of the same items under another version.",
    },
    variants: {
      type: "string",
      pattern: `^${UUID}(,${UUID}){0,19}$`,
      description:
        "Compares with evaluations in which the correct judgements are the same: ids, separated by commas.",
    },
    opposite: { ...verdictIdSchema, description: "Compares with an evaluation of the opposite policy." },
  },
} as const;

export type ReportQuery = FromSchema<typeof reportQuerySchema, { keepDefaultedPropertiesOptional: true }>;
