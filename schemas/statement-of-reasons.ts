import type { FromSchema } from "json-schema-to-ts";
import {
  ACCOUNT_TYPES,
  AUTOMATED_DECISIONS,
  CATEGORY_SPECIFICATIONS,
  CONTENT_TYPES,
  DECISION_ACCOUNTS,
  DECISION_GROUNDS,
  DECISION_MONETARIES,
  DECISION_PROVISIONS,
  DECISION_VISIBILITIES,
  SOURCE_TYPES,
  STATEMENT_CATEGORIES,
} from "./statement-enums.ts";

const day = { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" } as const;
const short = { type: "string", minLength: 1, maxLength: 500 } as const;
const explanation = { type: "string", minLength: 1, maxLength: 2000 } as const;
const yesNo = { enum: ["Yes", "No"] } as const;

/** Fields that only the platform knows: which measure it took, on which content, and why. */
const platformProperties = {
  decision_visibility: {
    type: "array",
    minItems: 1,
    uniqueItems: true,
    items: { enum: DECISION_VISIBILITIES },
    description: "What was done with the content.",
  },
  decision_visibility_other: short,
  decision_monetary: { enum: DECISION_MONETARIES },
  decision_monetary_other: short,
  decision_provision: { enum: DECISION_PROVISIONS },
  decision_account: { enum: DECISION_ACCOUNTS },
  account_type: { enum: ACCOUNT_TYPES },
  decision_ground: { enum: DECISION_GROUNDS },
  decision_ground_reference_url: { type: "string", pattern: "^https?://", maxLength: 500 },
  illegal_content_legal_ground: short,
  illegal_content_explanation: explanation,
  incompatible_content_illegal: yesNo,
  content_type: { type: "array", minItems: 1, uniqueItems: true, items: { enum: CONTENT_TYPES } },
  content_type_other: short,
  content_date: { ...day, description: "When the content was published." },
  content_language: { type: "string", pattern: "^[A-Z]{2}$" },
  category: { enum: STATEMENT_CATEGORIES },
  category_addition: { type: "array", uniqueItems: true, items: { enum: STATEMENT_CATEGORIES } },
  category_specification: { type: "array", uniqueItems: true, items: { enum: CATEGORY_SPECIFICATIONS } },
  category_specification_other: short,
  territorial_scope: {
    type: "array",
    uniqueItems: true,
    maxItems: 60,
    items: { type: "string", pattern: "^[A-Z]{2}$" },
  },
  source_type: { enum: SOURCE_TYPES },
  source_identity: short,
  automated_detection: yesNo,
  end_date_visibility_restriction: day,
  end_date_monetary_restriction: day,
  end_date_service_restriction: day,
  end_date_account_restriction: day,
} as const;

/** The request of a draft: fields that the caller knows better. All are optional. */
export const statementRequestSchema = {
  $id: "statement-request",
  title: "StatementRequest",
  type: "object",
  additionalProperties: false,
  properties: {
    ...platformProperties,
    include_rationale: {
      type: "boolean",
      default: false,
      description:
        "Quote the model's rationale in decision_facts. It may repeat personal data from the content: check it before you submit.",
    },
  },
} as const;

export type StatementRequest = FromSchema<
  typeof statementRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

const statementBase = {
  type: "object",
  additionalProperties: false,
  required: [
    "decision_ground",
    "decision_facts",
    "content_type",
    "category",
    "content_date",
    "application_date",
    "source_type",
    "automated_detection",
    "automated_decision",
    "puid",
  ],
  properties: {
    ...platformProperties,
    incompatible_content_ground: short,
    incompatible_content_explanation: explanation,
    decision_facts: { type: "string", minLength: 1, maxLength: 5000 },
    application_date: { ...day, description: "When the decision was made." },
    automated_decision: { enum: AUTOMATED_DECISIONS },
    puid: { type: "string", pattern: "^[A-Za-z0-9_-]{1,500}$", description: "The id of the record." },
  },
} as const;

function requires(condition: object, ...required: readonly string[]): object {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: { required } };
}

function is(property: string, value: string): object {
  return { required: [property], properties: { [property]: { const: value } } };
}

function includes(property: string, value: string): object {
  return { required: [property], properties: { [property]: { contains: { const: value } } } };
}

/** A statement of reasons in the format of the API of the DSA transparency database. */
export const statementOfReasonsSchema = {
  $id: "statement-of-reasons",
  title: "StatementOfReasons",
  ...statementBase,
  anyOf: [
    { required: ["decision_visibility"] },
    { required: ["decision_monetary"] },
    { required: ["decision_provision"] },
    { required: ["decision_account"] },
  ],
  allOf: [
    requires(includes("decision_visibility", "DECISION_VISIBILITY_OTHER"), "decision_visibility_other"),
    requires(is("decision_monetary", "DECISION_MONETARY_OTHER"), "decision_monetary_other"),
    requires(includes("content_type", "CONTENT_TYPE_OTHER"), "content_type_other"),
    requires(
      is("decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT"),
      "illegal_content_legal_ground",
      "illegal_content_explanation",
    ),
    requires(
      is("decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT"),
      "incompatible_content_ground",
      "incompatible_content_explanation",
    ),
  ],
} as const;

export type StatementOfReasons = FromSchema<typeof statementBase>;
