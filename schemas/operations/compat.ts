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
    summary: "Moderate, in OpenAI's shape",
    description:
      "For clients of OpenAI's moderations: give them this service's address with `/v1` as their base URL. `model` names " +
      "a policy or a configured set of policies, and the policies' own categories stand beside the 13 standard ones. " +
      "Every text is judged by every policy before there is an answer. **A text that was not judged is an error of the " +
      "request, never a result that is not flagged.** Errors have OpenAI's shape.",
    scope: "classify",
    headers: ["Prefer", "Idempotency-Key"],
    body: {
      mediaType: JSON_TYPE,
      schema: moderationRequestSchema,
      description: "What is judged, and by which policies.",
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
    problems: [...REFUSED, "idempotency_conflict", "policy_archived", "content_unsupported"],
    errorBody: openAiErrorSchema,
  },
  {
    id: "applyGuardrail",
    method: "post",
    path: "/beta/litellm_basic_guardrail_api",
    tag: "Compatible",
    summary: "LiteLLM's generic guardrail API",
    description:
      "For LiteLLM's guardrail `generic_guardrail_api`: this service's address is its `api_base`, and the key its " +
      "`api_key`, which it sends as `X-API-Key`. `additional_provider_specific_params` names the policies. NONE is " +
      "answered only when everything was judged and nothing violates. What cannot be judged is refused; what was not " +
      "judged is 503 where the service is at fault, 422 where judging the content failed.",
    scope: "classify",
    apiKeyHeader: true,
    headers: ["Prefer"],
    body: {
      mediaType: JSON_TYPE,
      schema: guardrailRequestSchema,
      description: "What the proxy took from a request or an answer.",
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
        description: "Everything was judged, or one violation found.",
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
    problems: [...REFUSED, "policy_archived", "content_unsupported"],
  },
  {
    id: "labelContent",
    method: "post",
    path: "/v1/label",
    tag: "Compatible",
    summary: "Label, in the shape that Coop calls",
    description:
      "One text by one policy: `labeler_id` with `labeler_version_id`, or `labeler_version_id` alone, names a stored " +
      "policy; `criteria_text` brings its own, which is stored by its hash and needs the scope policies:write. Waits " +
      "4 seconds unless `Prefer: wait=N` says otherwise, since callers give up after 5. They take 401 and 404 for final " +
      "and repeat everything else.",
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
