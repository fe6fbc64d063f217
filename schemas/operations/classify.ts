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
    summary: "Judge content by a policy",
    description:
      "Accepts one content for one policy (`policy_id`) or for each of up to eight (`policy_ids`) and waits until it is " +
      "judged, 30 seconds unless `Prefer: wait=N` says otherwise. When the time runs out the answer is 202 and judging " +
      "goes on. `Prefer: respond-async` answers 202 at once. An accepted item is never lost: it ends completed, failed " +
      "or expired. **A failed or expired item is a record with status 200 and no verdict: it says nothing about the " +
      "content.** Send an `Idempotency-Key` so that a request can be repeated without judging twice.",
    scope: "classify",
    headers: ["Prefer", "Idempotency-Key"],
    body: {
      mediaType: JSON_TYPE,
      schema: classifyRequestSchema,
      description: "What is judged, and by which policy.",
      example: { content: "WIN a FREE phone, click here!!!", policy_id: "spam", external_id: "post-8812" },
    },
    responses: [
      {
        status: 200,
        description:
          "All items are settled. One record for `policy_id`, a list in the order asked for with `policy_ids`.",
        bodies: [
          { mediaType: JSON_TYPE, schema: verdictRecordSchema, example: exampleRecord },
          { mediaType: JSON_TYPE, schema: verdictListSchema },
        ],
        headers: ["Preference-Applied", "Idempotent-Replayed"],
      },
      {
        status: 202,
        description: "Accepted, and not all settled yet. Location names the first record.",
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
