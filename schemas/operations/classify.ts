import { classifyRequestSchema } from "../classify-request.ts";
import { exampleRecord } from "./examples.ts";
import type { Operation } from "./operation.ts";
import { verdictListSchema } from "../page.ts";
import { verdictRecordSchema } from "../verdict-record.ts";

const JSON_TYPE = "application/json";

export const classifyOperations: readonly Operation[] = [
  {
    id: "classify",
    method: "post",
    path: "/classify",
    tag: "Classify",
    summary: "Judge content under a policy",
    description:
      "Accepts content to judge under one policy (`policy_id`) or under each of up to eight (`policy_ids`), and " +
      "waits until it is judged: 30 seconds, or as long as `Prefer: wait=N` requests. If the wait ends after a " +
      "worker has started the item, the status is 202 and judging continues; if it ends before that, the item is " +
      "dropped and the status is 503, unless the request has an `Idempotency-Key`. With `Prefer: respond-async` the " +
      "status is 202 immediately. An accepted item is never lost: it ends completed, failed or expired. **A failed " +
      "or expired item is a record with status 200 and no verdict: it says nothing about the content.** Send an " +
      "`Idempotency-Key` to be able to repeat a request without judging twice.",
    scope: "classify",
    headers: ["Prefer", "Idempotency-Key"],
    body: {
      mediaType: JSON_TYPE,
      schema: classifyRequestSchema,
      description: "The content and its policy.",
      example: { content: "WIN a FREE phone, click here!!!", policy_id: "spam", external_id: "post-8812" },
    },
    responses: [
      {
        status: 200,
        description:
          "All items are settled: one record for `policy_id`, or a list in the order of `policy_ids`.",
        bodies: [
          { mediaType: JSON_TYPE, schema: verdictRecordSchema, example: exampleRecord },
          { mediaType: JSON_TYPE, schema: verdictListSchema },
        ],
        headers: ["Preference-Applied", "Idempotent-Replayed"],
      },
      {
        status: 202,
        description: "Accepted, and not all items are settled yet. Location is the path of the first record.",
        bodies: [
          { mediaType: JSON_TYPE, schema: verdictRecordSchema },
          { mediaType: JSON_TYPE, schema: verdictListSchema },
        ],
        headers: ["Location", "Preference-Applied", "Idempotent-Replayed", "RateLimit-Policy", "RateLimit"],
      },
    ],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "policy_not_active",
      "idempotency_conflict",
      "rate_limit_exceeded",
      "concurrency_limit_exceeded",
      "queue_share_exceeded",
      "overloaded",
      "queue_full",
      "not_judged_in_time",
      "not_ready",
    ],
  },
];
