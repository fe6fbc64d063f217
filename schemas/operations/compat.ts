import { guardrailRequestSchema, guardrailResponseSchema } from "../guardrail.ts";
import { labelRequestSchema, labelResponseSchema } from "../label.ts";
import { moderationRequestSchema, moderationResponseSchema, openAiErrorSchema } from "../moderations.ts";
import { exampleRecord } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

const NOT_JUDGED = ["not_judged_in_time", "judging_failed"];
const LIMITED = ["rate_limit_exceeded", "concurrency_limit_exceeded", "queue_share_exceeded"];
const REFUSED = [
  "policy_not_found",
  "policy_version_not_found",
  ...LIMITED,
  "overloaded",
  "queue_full",
  ...NOT_JUDGED,
];

export const compatOperations: readonly Operation[] = [
  {
    id: "createModeration",
    method: "post",
    path: "/v1/moderations",
    tag: "Compatible",
    summary: "Moderate, OpenAI-compatible",
    description:
      "For clients of OpenAI's moderation API: set their base URL to the address of this service with `/v1`. `model` names a " +
      "policy or a configured set of policies. The results have the policies' own categories in addition to the 13 standard " +
      "ones. Every text is judged under every policy before the response is sent. **If a text was not judged, the request " +
      "fails; it is never a result that is not flagged.** Errors have OpenAI's format.",
    scope: "classify",
    headers: ["Prefer", "Idempotency-Key"],
    body: {
      mediaType: JSON_TYPE,
      schema: moderationRequestSchema,
      description: "The content and its policies.",
      example: { input: "WIN a FREE phone, click here!!!", model: "spam" },
    },
    responses: [
      {
        status: 200,
        description: "Everything was judged.",
        bodies: [{ mediaType: JSON_TYPE, schema: moderationResponseSchema }],
        headers: ["Idempotent-Replayed"],
      },
    ],
    problems: [
      ...REFUSED,
      "idempotency_conflict",
      "policy_archived",
      "policy_not_active",
      "content_unsupported",
    ],
    errorBody: openAiErrorSchema,
  },
  {
    id: "applyGuardrail",
    method: "post",
    path: "/beta/litellm_basic_guardrail_api",
    tag: "Compatible",
    summary: "LiteLLM's generic guardrail API",
    description:
      "For LiteLLM's guardrail `generic_guardrail_api`: set its `api_base` to the address of this service, and its `api_key` " +
      "to an API key, which it sends as `X-API-Key`. `additional_provider_specific_params` names the policies. The action is " +
      "NONE only if everything was judged and nothing violates a policy. Content that cannot be judged is rejected. If " +
      "content was not judged, the status is 503 if the service is the cause, and 422 if judging the content failed.",
    scope: "classify",
    apiKeyHeader: true,
    headers: ["Prefer"],
    body: {
      mediaType: JSON_TYPE,
      schema: guardrailRequestSchema,
      description: "The content that the proxy extracted from a request or a response.",
      example: {
        texts: ["WIN a FREE phone, click here!!!"],
        input_type: "request",
        litellm_call_id: "call-1",
        additional_provider_specific_params: { policy_id: "spam" },
      },
    },
    responses: [
      {
        status: 200,
        description: "Everything was judged, or a violation was found.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: guardrailResponseSchema,
            example: {
              action: "BLOCKED",
              blocked_reason: "Blocked by policy: Spam (Unsolicited promotion)",
              policy_ids: ["spam"],
              verdict_ids: [exampleRecord.id],
            },
          },
        ],
      },
    ],
    problems: [...REFUSED, "policy_archived", "policy_not_active", "content_unsupported"],
  },
  {
    id: "labelContent",
    method: "post",
    path: "/v1/label",
    tag: "Compatible",
    summary: "Label, compatible with Coop",
    description:
      "Judges one text under one policy. `labeler_id` with `labeler_version_id`, or `labeler_version_id` alone, names a stored " +
      "policy. `criteria_text` contains a policy, which is stored under its hash; this requires the scope policies:write. " +
      "Waits 4 seconds, or as long as `Prefer: wait=N` requests: the callers' timeout is 5 seconds. They treat 401 and 404 as " +
      "final and retry after every other error.",
    scope: "classify",
    headers: ["Prefer", "Idempotency-Key"],
    body: {
      mediaType: JSON_TYPE,
      schema: labelRequestSchema,
      description: "The text and its labeler.",
      example: {
        content_text: "WIN a FREE phone, click here!!!",
        labeler_id: "spam",
        labeler_version_id: "latest",
      },
    },
    responses: [
      {
        status: 200,
        description: "The label.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: labelResponseSchema,
            example: {
              label: "1",
              confidence: 0.97,
              compute_time: 0.912,
              explanation: "An unsolicited prize offer that urges the reader to click.",
              verdict_id: exampleRecord.id,
            },
          },
        ],
        headers: ["Idempotent-Replayed"],
      },
    ],
    problems: [...REFUSED, "idempotency_conflict", "invalid_policy"],
  },
];
