import { doubtfulCodes } from "./doubtful-codes.ts";

export const severityNotCategory = doubtfulCodes({
  rule: "severity-not-category",
  summary: "Codes look like severities or priorities",
  message:
    "This code looks like a severity or priority and was not read as a category. If it is a category, declare it in the " +
    "front matter; if it is a severity, declare it as the `severity` of a category.",
  doubt: "severities",
});
