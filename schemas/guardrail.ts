import type { FromSchema } from "json-schema-to-ts";
import { policyIdSchema, verdictIdSchema } from "./common.ts";
import { MAX_CONTENT_CHARACTERS } from "./content.ts";

/** Texts, or messages, or tool calls that one request may hold. */
export const MAX_GUARDRAIL_PARTS = 256;

/** Longest reason that a proxy's end user is shown. */
export const MAX_BLOCKED_REASON_CHARACTERS = 500;

const text = { type: ["string", "null"], maxLength: MAX_CONTENT_CHARACTERS } as const;

/** `spam` or `spam@3`. */
const policyName = { type: "string", minLength: 1, maxLength: 80 } as const;

const object = { type: "object", additionalProperties: true } as const;

const toolCalls = {
  type: ["array", "null"],
  maxItems: MAX_GUARDRAIL_PARTS,
  description: "Calls of tools; name and arguments of each are judged as a text.",
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

/** What the proxy says about the request, and not what is in it. Not judged, and not used. */
const circumstance = { description: "About the request. Not judged, and not used." } as const;

/**
 * The request of LiteLLM's generic guardrail API (docs.litellm.ai, adding_provider/generic_guardrail_api). Any
 * field may be null. Other members are refused when the contents are taken out, if there is any text in them.
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
      description: "Each is judged by each policy.",
    },
    structured_messages: {
      type: ["array", "null"],
      maxItems: MAX_GUARDRAIL_PARTS,
      description:
        "The conversation in OpenAI's form. What it holds beyond `texts` and `tool_calls` is judged as one conversation: " +
        "system text, tool calls and results, names, refusals, reasoning. Members and parts that are not text are refused.",
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
      description: "Definitions of tools; judged together as one text.",
    },
    images: {
      type: ["array", "null"],
      description: "Cannot be judged: a request with images is refused, so that none passes unseen.",
    },
    litellm_call_id: {
      type: ["string", "null"],
      description: "Becomes the external_id of the verdicts, so that they can be found by it.",
    },
    input_type: circumstance,
    model: circumstance,
    litellm_trace_id: circumstance,
    litellm_version: circumstance,
    request_data: circumstance,
    request_headers: circumstance,
    additional_provider_specific_params: {
      type: ["object", "null"],
      additionalProperties: true,
      description: "Says which policies judge. Without it, those of GAVEL_GUARDRAIL_POLICIES.",
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
          description: "Several of them.",
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
        "BLOCKED: at least one policy is violated. NONE: everything was judged and nothing violates. " +
        "The contract's third word, GUARDRAIL_INTERVENED, is for rewritten text; texts are never rewritten here.",
    },
    blocked_reason: {
      type: "string",
      maxLength: MAX_BLOCKED_REASON_CHARACTERS,
      description: "Titles of policies and categories: fit for end users, without rationale or content.",
    },
    policy_ids: {
      type: "array",
      items: policyIdSchema,
      description: "The policies that judged; empty where there was nothing to judge.",
    },
    verdict_ids: { type: "array", items: verdictIdSchema, description: "The records behind the action." },
  },
} as const;

export type GuardrailResponse = FromSchema<typeof guardrailResponseSchema>;
