import type { FromSchema } from "json-schema-to-ts";
import { sha256Schema, timestampSchema } from "./common.ts";

export const DEFAULT_AUDIT_PAGE_SIZE = 50;
export const MAX_AUDIT_PAGE_SIZE = 1000;

export const auditActionSchema = {
  enum: [
    "policy.uploaded",
    "policy.activated",
    "policy.gate_forced",
    "policy.archived",
    "key.created",
    "key.revoked",
    "key.used",
    "session.created",
    "session.ended",
    "session.link_created",
    "verdict.erased",
    "verdict.retried",
    "golden_set.deleted",
    "trial.started",
    "trial.stopped",
    "content.read",
    "review.decided",
    "review.undone",
    "review.appealed",
    "review.exported",
  ],
  description:
    "What was done. policy.gate_forced comes before the policy.activated that the gate refused. key.used is recorded once for " +
    "each key, process and day (UTC), with the first request.",
} as const;

export type AuditAction = FromSchema<typeof auditActionSchema>;

const position = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
const actor = { type: "string", minLength: 1, maxLength: 64, pattern: "^[!-~]+$" } as const;
const subject = {
  type: "string",
  maxLength: 256,
  pattern: "^/[!-~]+$",
  description: "The resource that the action changed or read, by its path, such as /policies/spam.",
} as const;

/** Never holds content, prompts or keys. */
export const auditEntrySchema = {
  $id: "audit-entry",
  title: "AuditEntry",
  type: "object",
  additionalProperties: false,
  required: ["position", "at", "actor", "action", "subject", "detail", "hash"],
  properties: {
    position: { ...position, description: "1 for the first entry, and increasing by one." },
    at: timestampSchema,
    actor: {
      anyOf: [actor, { type: "null" }],
      description:
        "The id of the API key that performed the action. Null: the service itself, or its environment.",
    },
    action: auditActionSchema,
    subject,
    detail: {
      type: "object",
      maxProperties: 32,
      additionalProperties: {
        anyOf: [
          { type: "string", maxLength: 2000 },
          { type: "number" },
          { type: "boolean" },
          { type: "null" },
          { type: "array", maxItems: 64, items: { type: "string", maxLength: 256 } },
        ],
      },
    },
    hash: {
      ...sha256Schema,
      description:
        "SHA-256 over canonical JSON (RFC 8785) of this entry with `previous_hash`, the hash of the entry before it, instead " +
        "of `hash`. The previous hash of the first entry is 64 zeros.",
    },
  },
} as const;

export type AuditEntry = FromSchema<typeof auditEntrySchema>;

/** The query of GET /audit, with its numbers parsed. */
export const auditQuerySchema = {
  $id: "audit-query",
  title: "AuditQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    actor: { ...actor, description: "Only actions of the API key with this id." },
    action: auditActionSchema,
    subject: { ...subject, description: "Only entries about this resource, such as /policies/spam." },
    since: { ...timestampSchema, description: "Only entries at this time or later." },
    until: { ...timestampSchema, description: "Only entries before this time." },
    after: {
      type: "string",
      pattern: "^(0|[1-9][0-9]{0,14})$",
      description: "`next_cursor` of an earlier page: the position to continue after.",
    },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: MAX_AUDIT_PAGE_SIZE,
      default: DEFAULT_AUDIT_PAGE_SIZE,
    },
    order: { enum: ["asc", "desc"], default: "desc", description: "asc: oldest first." },
  },
} as const;

export type AuditQuery = FromSchema<typeof auditQuerySchema, { keepDefaultedPropertiesOptional: true }>;

export const auditPageSchema = {
  $id: "audit-page",
  title: "AuditPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: auditEntrySchema },
    next_cursor: { type: ["string", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type AuditPage = FromSchema<typeof auditPageSchema>;

const headSchema = {
  type: ["object", "null"],
  additionalProperties: false,
  required: ["position", "hash"],
  properties: { position, hash: sha256Schema },
  description:
    "The last entry that was checked. Keep it elsewhere: a later check that still contains it shows that no entry up to it was " +
    "changed or removed.",
} as const;

/** The result of checking the hash chain. */
export const auditVerificationSchema = {
  $id: "audit-verification",
  title: "AuditVerification",
  type: "object",
  additionalProperties: false,
  required: ["valid", "entries", "head", "fault"],
  properties: {
    valid: { type: "boolean" },
    entries: { type: "integer", minimum: 0, description: "How many entries form an unbroken chain." },
    head: headSchema,
    fault: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["position", "reason"],
      properties: {
        position: { ...position, description: "Where the chain is broken." },
        reason: {
          enum: ["missing", "changed"],
          description:
            "missing: the entry with this position is missing or out of order. changed: the hash does not match the entry and " +
            "those before it.",
        },
      },
    },
  },
} as const;

export type AuditVerification = FromSchema<typeof auditVerificationSchema>;
