import type { FromSchema } from "json-schema-to-ts";
import { policySchema, policyVersionResourceSchema } from "./policy.ts";
import { verdictRecordSchema } from "./verdict-record.ts";

/**
 * One page of verdicts. Every page has a `next_cursor`, including the last: a request with it returns only later
 * records, without gaps or duplicates. It is null only if no page had a record yet.
 */
export const verdictPageSchema = {
  $id: "verdict-page",
  title: "VerdictPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: verdictRecordSchema },
    next_cursor: { type: ["string", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type VerdictPage = FromSchema<typeof verdictPageSchema>;

/** The verdicts of the same content under several policies, in the order of policy_ids. */
export const verdictListSchema = {
  $id: "verdict-list",
  title: "VerdictList",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: verdictRecordSchema } },
} as const;

export type VerdictList = FromSchema<typeof verdictListSchema>;

export const policyPageSchema = {
  $id: "policy-page",
  title: "PolicyPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: policySchema } },
} as const;

export type PolicyPage = FromSchema<typeof policyPageSchema>;

export const policyVersionPageSchema = {
  $id: "policy-version-page",
  title: "PolicyVersionPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: policyVersionResourceSchema } },
} as const;

export type PolicyVersionPage = FromSchema<typeof policyVersionPageSchema>;
