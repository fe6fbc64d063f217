import type { FromSchema } from "json-schema-to-ts";
import {
  externalIdSchema,
  itemErrorSchema,
  metadataSchema,
  policyIdSchema,
  policyVersionSchema,
  prioritySchema,
  reasoningEffortSchema,
  sha256Schema,
  timestampSchema,
  verdictIdSchema,
} from "./common.ts";
import { recordReviewSchema } from "./review.ts";

export const verdictStatusSchema = {
  enum: ["queued", "running", "completed", "failed", "expired"],
  description:
    "queued and running: not judged yet. completed: judged. failed: could not be judged, see error. " +
    "expired: not judged in time, or erased before it was judged. Only completed says something about the content.",
} as const;

export type VerdictStatus = FromSchema<typeof verdictStatusSchema>;

const count = { type: "integer", minimum: 0 } as const;
const milliseconds = { type: ["integer", "null"], minimum: 0 } as const;

/** The outcome of one accepted item, and everything needed to trace it. */
export const verdictRecordSchema = {
  $id: "verdict-record",
  title: "VerdictRecord",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "status",
    "policy",
    "content_hmac",
    "external_id",
    "metadata",
    "priority",
    "key_id",
    "verdict",
    "score",
    "checks",
    "model",
    "usage",
    "timing_ms",
    "attempts",
    "error",
    "cached_from",
    "retry_of",
    "retried_as",
    "review",
    "created_at",
    "completed_at",
    "erased_at",
  ],
  properties: {
    id: verdictIdSchema,
    status: verdictStatusSchema,
    policy: {
      type: "object",
      additionalProperties: false,
      required: ["id", "version", "sha256"],
      properties: { id: policyIdSchema, version: policyVersionSchema, sha256: sha256Schema },
    },
    content_hmac: {
      anyOf: [sha256Schema, { type: "null" }],
      description:
        "HMAC-SHA256 with the installation's key over the UTF-8 bytes of the text, or of the conversation as canonical JSON " +
        "(RFC 8785). The same content has the same value only within one installation. Null if the record has been erased.",
    },
    external_id: { anyOf: [externalIdSchema, { type: "null" }] },
    metadata: { anyOf: [metadataSchema, { type: "null" }] },
    priority: prioritySchema,
    key_id: {
      type: "string",
      description: "The id of the API key that sent the item, as GET /keys lists it. Never the key.",
    },
    verdict: {
      type: ["object", "null"],
      required: ["violation", "rationale"],
      properties: {
        violation: { enum: [0, 1] },
        rationale: {
          type: "string",
          description:
            "Empty if the record has been erased, or the retention period of the rationale is over.",
        },
      },
      description: "Valid against the output schema of the policy version. Null until completed.",
    },
    score: {
      type: ["number", "null"],
      minimum: 0,
      maximum: 1,
      description:
        "Probability of violation from the logits of the model's label token. Not calibrated. Null if the engine cannot return it.",
    },
    checks: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["citations_known", "codes_agree", "injection_markers"],
      properties: {
        citations_known: {
          type: "boolean",
          description: "Whether every category and rule that the verdict cites exists in the policy version.",
        },
        codes_agree: {
          type: "boolean",
          description:
            "False if the verdict cites a category of allowed content with violation 1, or another category with " +
            "violation 0. With the default output schema, possible only if categories were inferred.",
        },
        injection_markers: {
          ...count,
          description:
            "Occurrences of the model's control tokens in the content. They reach the model as ordinary text.",
        },
      },
    },
    model: {
      type: ["object", "null"],
      additionalProperties: false,
      required: [
        "name",
        "weights_sha256",
        "engine",
        "engine_version",
        "reasoning_effort",
        "max_reasoning_tokens",
        "seed",
        "prompt_hmac",
        "warning",
      ],
      properties: {
        name: { type: "string" },
        weights_sha256: {
          anyOf: [sha256Schema, { type: "null" }],
          description:
            "SHA-256 of the weights: of the safetensors file, or of the lines that sha256sum prints for several. Null if it is " +
            "unknown: on a model server, and for weights of more than 1 GiB that `gavel model pull` did not pull.",
        },
        engine: {
          type: "string",
          description: "The engine: onnx (ONNX Runtime), webgpu (a GPU), or the kind of the model server.",
        },
        engine_version: {
          type: "string",
          description: "Its version and, if Gavel runs the model itself, the device.",
        },
        reasoning_effort: reasoningEffortSchema,
        max_reasoning_tokens: count,
        seed: { type: ["integer", "null"], description: "Null: greedy decoding." },
        prompt_hmac: {
          anyOf: [sha256Schema, { type: "null" }],
          description:
            "HMAC-SHA256 with the installation's key over the hexadecimal SHA-256 of the prompt's token ids as little-endian " +
            "uint32. Null if the record has been erased.",
        },
        warning: {
          type: ["string", "null"],
          description: "Set for a demonstration or a test model: its verdicts must not be relied on.",
        },
      },
    },
    usage: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["prompt_tokens", "cached_tokens", "reasoning_tokens", "completion_tokens"],
      properties: {
        prompt_tokens: count,
        cached_tokens: count,
        reasoning_tokens: count,
        completion_tokens: count,
      },
    },
    timing_ms: {
      type: "object",
      additionalProperties: false,
      required: ["queued", "engine", "total"],
      properties: { queued: milliseconds, engine: milliseconds, total: milliseconds },
    },
    attempts: count,
    error: itemErrorSchema,
    cached_from: {
      anyOf: [verdictIdSchema, { type: "null" }],
      description:
        "The record whose verdict was reused, as the policy's cache_ttl_seconds allows: the item was not judged again, and " +
        "verdict, score, checks and model are those of that record. Null if the item was judged itself, and for a key without " +
        "the scope verdicts:read, since that record may belong to another key.",
    },
    retry_of: {
      anyOf: [verdictIdSchema, { type: "null" }],
      description:
        "The failed or expired record whose content was judged again for this one, by POST /verdicts/{verdict_id}/retry.",
    },
    retried_as: {
      anyOf: [verdictIdSchema, { type: "null" }],
      description:
        "The record that judges the content of this failed or expired one again. Null if it was not retried.",
    },
    review: recordReviewSchema,
    created_at: timestampSchema,
    completed_at: {
      anyOf: [timestampSchema, { type: "null" }],
      description: "When the item reached its final status.",
    },
    erased_at: { anyOf: [timestampSchema, { type: "null" }] },
  },
} as const;

export type VerdictRecord = FromSchema<typeof verdictRecordSchema>;

/** The properties of a record that are copied from its request. */
export type SubmittedProperties = Pick<VerdictRecord, "external_id" | "metadata" | "priority">;

/** The properties of a record that judging sets. Null until then. */
export type JudgedProperties = Pick<VerdictRecord, "verdict" | "score" | "checks" | "model" | "usage">;

/** The analysis channel of one verdict, stored separately from the record. */
export const reasoningSchema = {
  $id: "reasoning",
  title: "Reasoning",
  type: "object",
  additionalProperties: false,
  required: ["id", "reasoning"],
  properties: {
    id: verdictIdSchema,
    reasoning: { type: ["string", "null"], description: "Null until judged, and if erased." },
  },
} as const;

export type Reasoning = FromSchema<typeof reasoningSchema>;
