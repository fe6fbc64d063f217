import type { FromSchema } from "json-schema-to-ts";
import { timestampSchema } from "./common.ts";

export const scopeSchema = {
  enum: [
    "classify",
    "policies:read",
    "policies:write",
    "verdicts:read",
    "reasoning:read",
    "content:read",
    "reviews:read",
    "reviews:write",
    "evaluations:read",
    "evaluations:write",
    "audit:read",
    "operations:read",
    "admin",
  ],
  description: "admin includes every other scope.",
} as const;

export type Scope = FromSchema<typeof scopeSchema>;

export const SCOPES = scopeSchema.enum;

const scopes = { type: "array", minItems: 1, uniqueItems: true, items: scopeSchema } as const;
const name = { type: "string", minLength: 1, maxLength: 100 } as const;

export const createKeyRequestSchema = {
  $id: "create-key-request",
  title: "CreateKeyRequest",
  type: "object",
  additionalProperties: false,
  required: ["name", "scopes"],
  properties: { name, scopes },
} as const;

export type CreateKeyRequest = FromSchema<typeof createKeyRequestSchema>;

const keyProperties = {
  id: { type: "string" },
  name,
  scopes,
  created_at: timestampSchema,
  revoked_at: { anyOf: [timestampSchema, { type: "null" }] },
} as const;

const keyLimits = {
  type: "object",
  additionalProperties: false,
  required: ["weight", "requests_per_minute", "concurrent_requests", "queue_share_percent"],
  description: "How much of the service it may use, according to `GAVEL_KEY_LIMITS` and the other settings.",
  properties: {
    weight: { type: "number", description: "Its weight in fair queueing." },
    requests_per_minute: { type: ["integer", "null"], description: "Judging requests. Null: no limit." },
    concurrent_requests: { type: "integer", description: "Judging requests at a time, in each process." },
    queue_share_percent: {
      type: "number",
      description: "The part of `GAVEL_MAX_QUEUE_DEPTH` that its waiting and running items may take.",
    },
  },
} as const;

export const apiKeySchema = {
  $id: "api-key",
  title: "ApiKey",
  type: "object",
  additionalProperties: false,
  required: ["id", "name", "scopes", "created_at", "revoked_at", "limits"],
  properties: { ...keyProperties, limits: keyLimits },
} as const;

export type ApiKey = FromSchema<typeof apiKeySchema>;

/** The only response that contains the key itself. */
export const createdKeySchema = {
  $id: "created-key",
  title: "CreatedKey",
  type: "object",
  additionalProperties: false,
  required: ["id", "name", "scopes", "created_at", "revoked_at", "key"],
  properties: {
    ...keyProperties,
    key: { type: "string", description: "The key. It is returned only once." },
  },
} as const;

export type CreatedKey = FromSchema<typeof createdKeySchema>;

export const apiKeyPageSchema = {
  $id: "api-key-page",
  title: "ApiKeyPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: apiKeySchema } },
} as const;

export type ApiKeyPage = FromSchema<typeof apiKeyPageSchema>;
