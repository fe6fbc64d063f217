import type { FromSchema } from "json-schema-to-ts";
import { policyVersionSchema } from "./common.ts";
import { intervalSchema } from "./evaluation-report.ts";

const targetCheckSchema = {
  type: ["object", "null"],
  additionalProperties: false,
  required: ["measure", "category", "bound", "decide_by", "value", "interval"],
  description: "What was measured, if the condition is a target of the policy.",
  properties: {
    measure: {
      enum: ["items", "accuracy", "precision", "recall", "f1", "kappa", "false_positive_rate"],
      description: "items: how many items are labelled and judged.",
    },
    category: { type: ["string", "null"], description: "Null: all items." },
    bound: { type: "number", description: "A maximum for false_positive_rate, a minimum for all others." },
    decide_by: { enum: ["estimate", "interval"] },
    value: { type: ["number", "null"], description: "Null if it cannot be computed." },
    interval: intervalSchema,
  },
} as const;

const gateCheckSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "passed", "words", "target"],
  properties: {
    name: { type: "string", description: "Short, such as `recall of ML2`." },
    passed: { type: "boolean" },
    words: { type: "string", description: "A sentence that says what was found." },
    target: targetCheckSchema,
  },
} as const;

/** Whether a version may become active, and why. */
export const gateDecisionSchema = {
  $id: "gate-decision",
  title: "GateDecision",
  type: "object",
  additionalProperties: false,
  required: ["open", "checks", "reasons"],
  properties: {
    open: { type: "boolean", description: "Every check passed." },
    checks: { type: "array", items: gateCheckSchema },
    reasons: {
      type: "array",
      items: { type: "string" },
      description: "The sentences of the checks that did not pass.",
    },
  },
} as const;

export type GateDecision = FromSchema<typeof gateDecisionSchema>;
export type GateCheck = FromSchema<typeof gateCheckSchema>;

/** The gate's current decision on a version. */
export const versionGateSchema = {
  $id: "version-gate",
  title: "VersionGate",
  type: "object",
  additionalProperties: false,
  required: ["version", "active_version", "open", "reasons"],
  properties: {
    version: { ...policyVersionSchema, description: "The candidate." },
    active_version: {
      anyOf: [policyVersionSchema, { type: "null" }],
      description: "The version that it would replace. Null: none is active.",
    },
    open: { type: "boolean", description: "Whether the version may become active without force." },
    reasons: { type: "array", items: { type: "string" }, description: "Why it may not; empty if it may." },
  },
} as const;

export type VersionGate = FromSchema<typeof versionGateSchema>;
