import type { Components } from "./openapi-components.ts";
import { exampleRecord } from "./operations/examples.ts";
import { type WebhookEvent, webhookEventSchema } from "./webhook.ts";

const exampleEvent: WebhookEvent = {
  type: "verdict.completed",
  timestamp: exampleRecord.completed_at ?? "",
  data: exampleRecord,
};

/** The requests that the service sends to registered endpoints (OpenAPI 3.1, "webhooks"). */
export function openApiWebhooks(components: Components): Readonly<Record<string, object>> {
  return {
    event: {
      post: {
        operationId: "receiveEvent",
        tags: ["Webhooks"],
        summary: "An event",
        description:
          "Sent to each enabled endpoint whose filters match, at least once and in no guaranteed order, with the headers " +
          "`webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks 1.0.0. Verify the signature over the " +
          "raw body, and process each `webhook-id` once.",
        requestBody: {
          required: true,
          description: "The event, with the record as it is at the time of sending.",
          content: {
            "application/json": { schema: components.add(webhookEventSchema), example: exampleEvent },
          },
        },
        responses: {
          "2XX": {
            description: "Accepted. Respond within 15 seconds, and do longer work afterwards.",
          },
          "410": { description: "No more events are accepted: the endpoint is disabled." },
          default: { description: "Not accepted: retried with exponential backoff for 24 hours." },
        },
      },
    },
  };
}
