import type { FromSchema } from "json-schema-to-ts";
import { policyIdSchema, verdictIdSchema } from "./common.ts";
import { MAX_CONTENT_CHARACTERS } from "./content.ts";

/** Maximum number of texts, of messages and of tool calls in one request. */
export const MAX_GUARDRAIL_PARTS = 256;

/** Maximum length of the reason that a proxy shows to its end user. */
export const MAX_BLOCKED_REASON_CHARACTERS = 500;

const text = { type: ["string", "null"], maxLength: MAX_CONTENT_CHARACTERS } as const;

/** `spam` or `spam@3`. */
const policyName = { type: "string", minLength: 1, maxLength: 80 } as const;

const object = { type: "object", additionalProperties: true } as const;

const toolCalls = {
  type: ["array", "null"],
  maxItems: MAX_GUARDRAIL_PARTS,
  description: "Tool calls. The name and arguments of each are judged as one text.",
  items: {
    ...object,
    properties: {
      function: {
        type: ["object", "null"],
        additionalProperties: true,
        properties: { name: text, arguments: text },
      },
    },
  },
} as const;

/** Metadata of the proxy about the request. */
const unused = { description: "Metadata of the request. Neither judged nor used." } as const;

/**
 * The request of LiteLLM's generic guardrail API (docs.litellm.ai, adding_provider/generic_guardrail_api). Any
 * field may be null. Unknown members are accepted here and rejected later if they contain text.
 */
export const guardrailRequestSchema = {
  $id: "guardrail-request",
  title: "GuardrailRequest",
  ...object,
  properties: {
    texts: {
      type: ["array", "null"],
      maxItems: MAX_GUARDRAIL_PARTS,
      items: text,
      description: "Each text is judged under each policy.",
    },
    structured_messages: {
      type: ["array", "null"],
      maxItems: MAX_GUARDRAIL_PARTS,
      description:
        "The conversation in OpenAI's format. Its text beyond `texts` and `tool_calls` is judged as one conversation: system " +
        "text, tool calls and results, names, refusals, reasoning. Members and parts that are not text are rejected.",
      items: {
        ...object,
        properties: {
          role: { type: ["string", "null"], maxLength: 64 },
          content: {
            anyOf: [
              text,
              {
                type: "array",
                maxItems: MAX_GUARDRAIL_PARTS,
                items: {
                  anyOf: [
                    text,
                    { ...object, properties: { type: { type: ["string", "null"], maxLength: 64 }, text } },
                  ],
                },
              },
            ],
          },
          tool_calls: toolCalls,
        },
      },
    },
    tool_calls: toolCalls,
    tools: {
      type: ["array", "null"],
      maxItems: MAX_GUARDRAIL_PARTS,
      items: object,
      description: "Tool definitions, judged together as one text.",
    },
    images: {
      type: ["array", "null"],
      description:
        "Images cannot be judged. A request that contains images is rejected, so that none passes unchecked.",
    },
    litellm_call_id: {
      type: ["string", "null"],
      description: "Becomes the external_id of the verdicts.",
    },
    input_type: unused,
    model: unused,
    litellm_trace_id: unused,
    litellm_version: unused,
    request_data: unused,
    request_headers: unused,
    additional_provider_specific_params: {
      type: ["object", "null"],
      additionalProperties: true,
      description: "The policies to judge under. Default: GAVEL_GUARDRAIL_POLICIES.",
      properties: {
        policy_id: {
          anyOf: [policyName, { type: "null" }],
          description: "A policy, or `id@version`.",
          examples: ["spam", "spam@3"],
        },
        policy_ids: {
          type: ["array", "null"],
          minItems: 1,
          maxItems: 8,
          items: policyName,
          description: "Several policies.",
        },
      },
    },
  },
} as const;

export type GuardrailRequest = FromSchema<typeof guardrailRequestSchema>;

export const guardrailResponseSchema = {
  $id: "guardrail-response",
  title: "GuardrailResponse",
  type: "object",
  additionalProperties: false,
  required: ["action", "policy_ids", "verdict_ids"],
  properties: {
    action: {
      enum: ["BLOCKED", "NONE"],
      description:
        "BLOCKED: at least one policy is violated. NONE: everything was judged and nothing violates a policy. " +
        "LiteLLM's third action, GUARDRAIL_INTERVENED, is never used: Gavel does not rewrite texts.",
    },
    blocked_reason: {
      type: "string",
      maxLength: MAX_BLOCKED_REASON_CHARACTERS,
      description:
        "Titles of policies and categories. It is safe to show to end users: it contains no rationale or content.",
    },
    policy_ids: {
      type: "array",
      items: policyIdSchema,
      description: "The policies that were applied; empty if there was nothing to judge.",
    },
    verdict_ids: {
      type: "array",
      items: verdictIdSchema,
      description: "The records that led to the action.",
    },
  },
} as const;

export type GuardrailResponse = FromSchema<typeof guardrailResponseSchema>;
