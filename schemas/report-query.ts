import type { FromSchema } from "json-schema-to-ts";

export const reportFormatSchema = {
  enum: ["json", "table", "junit", "markdown", "html"],
  default: "json",
  description:
    "table: for a terminal. junit: for CI. markdown: a summary for a pull request. html: one file that requests nothing.",
} as const;

export type ReportFormat = FromSchema<typeof reportFormatSchema>;
