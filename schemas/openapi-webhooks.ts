import type { Components } from "./openapi-components.ts";
import { exampleRecord } from "./operations/examples.ts";
import { type WebhookEvent, webhookEventSchema } from "./webhook.ts";

const exampleEvent: WebhookEvent = {
  type: "verdict.completed",
  timestamp: exampleRecord.completed_at ?? "",
  data: exampleRecord,
};

/** What the service asks of others: the requests that registered endpoints get (OpenAPI 3.1, "webhooks"). */
export function openApiWebhooks(components: Components): Readonly<Record<string, object>> {
  return {
    event: {
      post: {
        operationId: "receiveEvent",
        tags: ["Webhooks"],
        summary: "An event",
        description:
          "Sent to each enabled endpoint whose filters let it pass, at least once and in no certain order, with the headers " +
          "`webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks 1.0.0. Verify the signature over " +
          "the body as it came, and handle each `webhook-id` once.",
        requestBody: {
          required: true,
          description: "What happened, with the record as it is when it is sent.",
          content: {
            "application/json": { schema: components.add(webhookEventSchema), example: exampleEvent },
          },
        },
        responses: {
          "2XX": { description: "Taken. Answer within 15 seconds, and do what takes longer afterwards." },
          "410": { description: "Nothing is wanted here any more: the endpoint is disabled." },
          default: { description: "Not taken: tried again with growing pauses for 24 hours." },
        },
      },
    },
  };
}
