import type { FromSchema } from "json-schema-to-ts";
import { policyIdSchema, timestampSchema, verdictIdSchema } from "./common.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "./verdict-query.ts";
import { verdictRecordSchema } from "./verdict-record.ts";

export const MAX_WEBHOOK_URL_CHARACTERS = 2048;

const nullable = <const Schema extends object>(schema: Schema) =>
  ({ anyOf: [schema, { type: "null" }] }) as const;

const url = {
  type: "string",
  minLength: 1,
  maxLength: MAX_WEBHOOK_URL_CHARACTERS,
  description: "https, any port, without user name and password. It must resolve to a public address.",
} as const;

const description = { type: "string", minLength: 1, maxLength: 200 } as const;

const policyIds = {
  type: "array",
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  items: policyIdSchema,
} as const;

const filters = {
  description: nullable(description),
  policy_ids: {
    ...nullable(policyIds),
    description: "Only events of these policies. Null: of all policies.",
  },
  violation: {
    enum: [0, 1, null],
    description:
      "Only completed records with this verdict. Null: all records, including failed and expired ones.",
  },
} as const;

export const createWebhookRequestSchema = {
  $id: "create-webhook-request",
  title: "CreateWebhookRequest",
  type: "object",
  additionalProperties: false,
  required: ["url"],
  properties: { url, ...filters },
} as const;

export type CreateWebhookRequest = FromSchema<typeof createWebhookRequestSchema>;

export const updateWebhookRequestSchema = {
  $id: "update-webhook-request",
  title: "UpdateWebhookRequest",
  description: "Omitted properties keep their values.",
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  properties: { url, ...filters, enabled: { type: "boolean" } },
} as const;

export type UpdateWebhookRequest = FromSchema<typeof updateWebhookRequestSchema>;

const webhookProperties = {
  id: { type: "string", format: "uuid" },
  url,
  ...filters,
  enabled: {
    type: "boolean",
    description: "While false, no events are recorded for the endpoint, and none are sent.",
  },
  disabled_reason: {
    enum: ["request", "gone", null],
    description: "request: by PATCH. gone: the receiver returned 410.",
  },
  previous_secret_expires_at: {
    ...nullable(timestampSchema),
    description: "Until then each delivery is also signed with the previous secret.",
  },
  created_at: timestampSchema,
  updated_at: timestampSchema,
} as const;

const webhookRequired = [
  "id",
  "url",
  "description",
  "policy_ids",
  "violation",
  "enabled",
  "disabled_reason",
  "previous_secret_expires_at",
  "created_at",
  "updated_at",
] as const;

export const webhookSchema = {
  $id: "webhook",
  title: "Webhook",
  type: "object",
  additionalProperties: false,
  required: webhookRequired,
  properties: webhookProperties,
} as const;

export type Webhook = FromSchema<typeof webhookSchema>;

/** The only responses that contain the secret: those of creation and rotation. */
export const webhookWithSecretSchema = {
  $id: "webhook-with-secret",
  title: "WebhookWithSecret",
  type: "object",
  additionalProperties: false,
  required: [...webhookRequired, "secret"],
  properties: {
    ...webhookProperties,
    secret: { type: "string", description: "`whsec_` and base64. It is returned only once." },
  },
} as const;

export type WebhookWithSecret = FromSchema<typeof webhookWithSecretSchema>;

export const webhookPageSchema = {
  $id: "webhook-page",
  title: "WebhookPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: webhookSchema } },
} as const;

export type WebhookPage = FromSchema<typeof webhookPageSchema>;

export const webhookEventTypeSchema = {
  enum: ["verdict.completed", "verdict.failed", "verdict.expired", "review.changed", "webhook.test"],
  description:
    "verdict.*: a record has settled. review.changed: a person decided on its verdict, undid a decision, or returned " +
    "it to the review queue; see data.review.",
} as const;

export type WebhookEventType = FromSchema<typeof webhookEventTypeSchema>;

/** The body of a delivery (Standard Webhooks 1.0.0, "Payload structure"). */
export const webhookEventSchema = {
  $id: "webhook-event",
  title: "WebhookEvent",
  type: "object",
  additionalProperties: false,
  required: ["type", "timestamp", "data"],
  properties: {
    type: webhookEventTypeSchema,
    timestamp: { ...timestampSchema, description: "When the event happened, not when it was sent." },
    data: verdictRecordSchema,
  },
} as const;

export type WebhookEvent = FromSchema<typeof webhookEventSchema>;

export const deliveryStatusSchema = {
  enum: ["pending", "delivered", "dead"],
  description:
    "dead: no further attempts, after the last one failed or the receiver returned 410. A replay sends it again.",
} as const;

export type DeliveryStatus = FromSchema<typeof deliveryStatusSchema>;

export const webhookDeliverySchema = {
  $id: "webhook-delivery",
  title: "WebhookDelivery",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "webhook_id",
    "type",
    "verdict_id",
    "status",
    "attempts",
    "last_error",
    "last_status_code",
    "last_attempt_at",
    "next_attempt_at",
    "created_at",
  ],
  properties: {
    id: { type: "string", format: "uuid", description: "The `webhook-id` header, the same in each attempt." },
    webhook_id: { type: "string", format: "uuid" },
    type: webhookEventTypeSchema,
    verdict_id: nullable(verdictIdSchema),
    status: deliveryStatusSchema,
    attempts: {
      type: "integer",
      minimum: 0,
      description: "Attempts since the delivery was recorded or last replayed.",
    },
    last_error: {
      enum: [
        "status",
        "redirect",
        "gone",
        "timeout",
        "address_refused",
        "unresolvable",
        "connection_failed",
        null,
      ],
      description:
        "Error of the last attempt. status: a response other than 2xx. address_refused: the name does not resolve " +
        "to a public address.",
    },
    last_status_code: { type: ["integer", "null"] },
    last_attempt_at: nullable(timestampSchema),
    next_attempt_at: nullable(timestampSchema),
    created_at: timestampSchema,
  },
} as const;

export type WebhookDelivery = FromSchema<typeof webhookDeliverySchema>;

export type DeliveryError = NonNullable<WebhookDelivery["last_error"]>;

export const webhookDeliveryPageSchema = {
  $id: "webhook-delivery-page",
  title: "WebhookDeliveryPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor"],
  properties: {
    data: { type: "array", items: webhookDeliverySchema },
    next_cursor: { type: ["string", "null"], description: "Null on the last page." },
  },
} as const;

export type WebhookDeliveryPage = FromSchema<typeof webhookDeliveryPageSchema>;

export const webhookDeliveryQuerySchema = {
  $id: "webhook-delivery-query",
  title: "WebhookDeliveryQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    status: deliveryStatusSchema,
    after: {
      type: "string",
      minLength: 1,
      maxLength: 64,
      description: "`next_cursor` of an earlier page.",
    },
    limit: { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE },
  },
} as const;

export type WebhookDeliveryQuery = FromSchema<
  typeof webhookDeliveryQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const replayResultSchema = {
  $id: "replay-result",
  title: "ReplayResult",
  type: "object",
  additionalProperties: false,
  required: ["replayed"],
  properties: { replayed: { type: "integer", minimum: 0 } },
} as const;

export type ReplayResult = FromSchema<typeof replayResultSchema>;
