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
      "Each record that settles from now on and matches the filters is sent to the URL as a `verdict.completed`, " +
      "`verdict.failed` or `verdict.expired` event, following the Standard Webhooks specification: a POST of type, timestamp " +
      "and data, which is the record, signed with the secret. Only this response contains the secret.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: createWebhookRequestSchema,
      description: "Where to send events, and which events.",
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
    description: "All endpoints, oldest first, without their secrets.",
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
    summary: "Get an endpoint",
    description: "Its URL, filters and state, without the secret.",
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
      "New filters apply to records that settle from now on. While an endpoint is disabled, no events are recorded for it, and " +
      "deliveries recorded earlier wait until it is enabled again.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: updateWebhookRequestSchema,
      description: "The properties to change.",
      example: { enabled: false },
    },
    responses: [
      {
        status: 200,
        description: "The updated endpoint.",
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
    description: "Deletes its secret and all its deliveries, including pending ones.",
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
      "For 24 hours each delivery has two signatures, one with the new secret and one with the previous secret, so that the " +
      "receiver can switch without missing an event. Another rotation within that time drops the oldest secret.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The endpoint with its new secret, which is returned only once.",
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
      "Sends a `webhook.test` event with a fictitious record, delivered like any other event. Its delivery shows the result.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "The delivery is scheduled.",
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
    description: "Newest first: pending, recently delivered and dead deliveries, with the reason.",
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
    description: "Each delivery is attempted again from the start, with the same `webhook-id`.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "The number of scheduled deliveries.",
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
    description: "Sends a dead, delivered or pending delivery immediately, with the same `webhook-id`.",
    scope: "admin",
    responses: [
      {
        status: 202,
        description: "The delivery is scheduled.",
        bodies: [{ mediaType: JSON_TYPE, schema: webhookDeliverySchema, example: exampleDelivery }],
      },
    ],
    problems: ["webhook_delivery_not_found"],
  },
];
