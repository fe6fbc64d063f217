import {
  createWebhookRequestSchema,
  replayResultSchema,
  updateWebhookRequestSchema,
  webhookDeliveryPageSchema,
  webhookDeliveryQuerySchema,
  webhookDeliverySchema,
  webhookPageSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from "../webhook.ts";
import { exampleDelivery, exampleWebhook, exampleWebhookWithSecret } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const webhooksOperations: readonly Operation[] = [
  {
    id: "createWebhook",
    method: "post",
    path: "/webhooks",
    tag: "Webhooks",
    summary: "Register an endpoint",
    description:
      "Each record that settles from now on and passes the filters is sent to the URL as a `verdict.completed`, " +
      "`verdict.failed` or `verdict.expired` event by the Standard Webhooks specification: a POST of type, timestamp and " +
      "data, which is the record, signed with the secret. The answer is the only place where the secret is ever shown.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: createWebhookRequestSchema,
      description: "Where to send events, and which.",
      example: { url: "https://forum.example/hooks/gavel", policy_ids: ["spam"], violation: 1 },
    },
    responses: [
      {
        status: 201,
        description: "The endpoint with its secret.",
        bodies: [
          { mediaType: JSON_TYPE, schema: webhookWithSecretSchema, example: exampleWebhookWithSecret },
        ],
        headers: ["Location"],
      },
    ],
    problems: ["webhook_url_refused", "webhook_limit_reached", "policy_not_found"],
  },
  {
    id: "listWebhooks",
    method: "get",
    path: "/webhooks",
    tag: "Webhooks",
    summary: "List endpoints",
    description: "All endpoints, oldest first; never their secrets.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The endpoints.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookPageSchema, example: { data: [exampleWebhook] } }],
      },
    ],
    problems: [],
  },
  {
    id: "getWebhook",
    method: "get",
    path: "/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "One endpoint",
    description: "What is sent where, and whether it is enabled; never the secret.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The endpoint.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookSchema, example: exampleWebhook }],
      },
    ],
    problems: ["webhook_not_found"],
  },
  {
    id: "updateWebhook",
    method: "patch",
    path: "/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "Change, disable or enable an endpoint",
    description:
      "Filters hold for records that settle from now on. While an endpoint is disabled nothing is recorded for it, and " +
      "deliveries recorded before wait until it is enabled again.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: updateWebhookRequestSchema,
      description: "What shall be different.",
      example: { enabled: false },
    },
    responses: [
      {
        status: 200,
        description: "The endpoint as it is now.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookSchema, example: exampleWebhook }],
      },
    ],
    problems: ["policy_not_found", "webhook_not_found", "webhook_url_refused"],
  },
  {
    id: "deleteWebhook",
    method: "delete",
    path: "/webhooks/{webhook_id}",
    tag: "Webhooks",
    summary: "Remove an endpoint",
    description: "With its secret and all its deliveries, those that are still pending too.",
    scope: "admin",
    responses: [{ status: 204, description: "Removed." }],
    problems: ["webhook_not_found"],
  },
  {
    id: "rotateWebhookSecret",
    method: "post",
    path: "/webhooks/{webhook_id}/rotate-secret",
    tag: "Webhooks",
    summary: "Replace the secret",
    description:
      "For 24 hours each delivery carries two signatures, one with the new secret and one with the secret until now, so " +
      "that the receiver can change over without missing one. Rotating again meanwhile drops the oldest.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The endpoint with its new secret, which is shown this once.",
        bodies: [
          { mediaType: JSON_TYPE, schema: webhookWithSecretSchema, example: exampleWebhookWithSecret },
        ],
      },
    ],
    problems: ["webhook_not_found"],
  },
  {
    id: "testWebhook",
    method: "post",
    path: "/webhooks/{webhook_id}/test",
    tag: "Webhooks",
    summary: "Send a test event",
    description:
      "A `webhook.test` event with a made-up record, delivered like any other: look at the deliveries for what became of it.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "It is on its way.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookDeliverySchema, example: exampleDelivery }],
      },
    ],
    problems: ["webhook_not_found"],
  },
  {
    id: "listWebhookDeliveries",
    method: "get",
    path: "/webhooks/{webhook_id}/deliveries",
    tag: "Webhooks",
    summary: "List deliveries",
    description:
      "Newest first: what is pending, what was delivered in the last days, and what is dead and why.",
    scope: "admin",
    query: webhookDeliveryQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: webhookDeliveryPageSchema,
            example: { data: [exampleDelivery], next_cursor: null },
          },
        ],
      },
    ],
    problems: ["webhook_not_found", "invalid_request", "invalid_cursor"],
  },
  {
    id: "replayDeadWebhookDeliveries",
    method: "post",
    path: "/webhooks/{webhook_id}/replay",
    tag: "Webhooks",
    summary: "Replay all dead deliveries",
    description: "Each gets a new series of attempts, with the same `webhook-id` as before.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "How many are on their way.",
        bodies: [{ mediaType: JSON_TYPE, schema: replayResultSchema, example: { replayed: 3 } }],
      },
    ],
    problems: ["webhook_not_found"],
  },
  {
    id: "replayWebhookDelivery",
    method: "post",
    path: "/webhooks/deliveries/{delivery_id}/replay",
    tag: "Webhooks",
    summary: "Replay one delivery",
    description:
      "Sends it again now, with the same `webhook-id`: a dead one, a delivered one, or a pending one ahead of its time.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "It is on its way.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookDeliverySchema, example: exampleDelivery }],
      },
    ],
    problems: ["webhook_delivery_not_found"],
  },
];
