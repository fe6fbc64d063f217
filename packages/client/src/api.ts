// Generated from the service's OpenAPI document by `npm run generate`. Do not edit.

import type { RawBody } from "./raw-body.ts";

/** Messages by name. */
export interface Schemas {
  readonly Problem: {
    /** Where the code is documented. */
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly detail?: string;
    readonly request_id?: string;
    readonly errors?: ReadonlyArray<{
      /** RFC 6901 JSON Pointer into the request body; empty for the whole. */
      readonly pointer: string;
      readonly message: string;
    }>;
  };
  readonly PolicyFrontMatter: {
    readonly title?: string;
    readonly description?: string;
    readonly categories?: ReadonlyArray<{
      readonly code: string;
      readonly title?: string;
      /** 0: this category names allowed content. Default 1. */
      readonly violation?: 0 | 1;
      readonly severity?: number;
      /** What your system does with it: remove, review, … */
      readonly action?: string;
    }>;
    readonly rules?: ReadonlyArray<string>;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** How long a verdict is served again for equal content under the same version and settings. Default 0: never. */
    readonly cache_ttl_seconds?: number;
    /** A JSON Schema for the verdict instead of the default one. Holds at least violation and rationale. */
    readonly output_schema?: {
      readonly [name: string]: unknown;
    };
    readonly examples?: ReadonlyArray<{
      readonly content: string;
      readonly violation: 0 | 1;
      readonly policy_category?: string | null;
      readonly note?: string;
    }>;
  };
  readonly ClassifyRequest: {
    readonly content: Schemas["Content"];
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id?: string;
    readonly policy_ids?: ReadonlyArray<string>;
    /** With policy_id only. Default: the active version. */
    readonly policy_version?: number;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** The caller's own name for the item; verdicts can be found by it. */
    readonly external_id?: string;
    /** Up to 32 short values, kept beside the verdict and never shown to the model. */
    readonly metadata?: {
      readonly [name: string]: string | number | boolean | null;
    };
    /** Interactive items are judged before batch items. */
    readonly priority?: "interactive" | "batch";
  };
  readonly Content: string | {
    readonly messages: ReadonlyArray<{
      /** Who speaks: user, assistant, … */
      readonly role: string;
      readonly content: string;
    }>;
  };
  readonly VerdictRecord: {
    readonly id: string;
    /** queued and running: not judged yet. completed: judged. failed: could not be judged, see error. expired: not judged in time, or erased before it was judged. Only completed says anything about the content. */
    readonly status: "queued" | "running" | "completed" | "failed" | "expired";
    readonly policy: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly id: string;
      readonly version: number;
      readonly sha256: string;
    };
    /** HMAC-SHA256, under the installation's key, over the UTF-8 bytes of the text, or of the conversation as canonical JSON (RFC 8785). The same content has the same value at one installation only. Null once the record has been erased. */
    readonly content_hmac: string | null;
    readonly external_id: string | null;
    readonly metadata: {
      readonly [name: string]: string | number | boolean | null;
    } | null;
    /** Interactive items are judged before batch items. */
    readonly priority: "interactive" | "batch";
    /** The id of the API key that sent the item, as GET /keys lists it. Never the key. */
    readonly key_id: string;
    /** Valid against the output schema of the policy version. Null until completed. */
    readonly verdict: {
      readonly violation: 0 | 1;
      /** Empty once the record has been erased, or its words have been kept as long as they may. */
      readonly rationale: string;
      readonly [name: string]: unknown;
    } | null;
    /** Probability of violation read from the model's own label token. Not calibrated. Null where the engine cannot give it. */
    readonly score: number | null;
    readonly checks: {
      /** Every category and rule that the verdict names exists in that policy version. */
      readonly citations_known: boolean;
      /** False if the verdict cites allowed content with violation 1, or violating content with violation 0. Declared categories make that impossible; inferred ones do not. */
      readonly codes_agree: boolean;
      /** Spellings of the model's control tokens found in the content. They reach the model as ordinary text. */
      readonly injection_markers: number;
    } | null;
    readonly model: {
      readonly name: string;
      /** What computed it: onnx (ONNX Runtime), webgpu (on a graphics device), or http/ and the kind of model server. */
      readonly engine: string;
      /** Its version, and the device where Gavel runs the model. */
      readonly engine_version: string;
      readonly reasoning_effort: "low" | "medium" | "high";
      readonly max_reasoning_tokens: number;
      /** Null: greedy decoding. */
      readonly seed: number | null;
      /** HMAC-SHA256, under the installation's key, over the hexadecimal SHA-256 of the prompt's token ids as little-endian uint32. Null once the record has been erased. */
      readonly prompt_hmac: string | null;
      /** Set where verdicts of this model mean nothing, such as: untrained test model. */
      readonly warning: string | null;
    } | null;
    readonly usage: {
      readonly prompt_tokens: number;
      readonly cached_tokens: number;
      readonly reasoning_tokens: number;
      readonly completion_tokens: number;
    } | null;
    readonly timing_ms: {
      readonly queued: number | null;
      readonly engine: number | null;
      readonly total: number | null;
    };
    readonly attempts: number;
    readonly error: {
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
    } | null;
    /** The record whose verdict was served again, by the policy's cache_ttl_seconds: nothing was judged for this one, and verdict, score, checks and model are those of that record. Null if the item was judged itself, and to a key without the scope verdicts:read: that record may be another key's. */
    readonly cached_from: string | null;
    readonly created_at: string;
    /** When the item reached its last status. */
    readonly completed_at: string | null;
    readonly erased_at: string | null;
  };
  readonly VerdictList: {
    readonly data: ReadonlyArray<Schemas["VerdictRecord"]>;
  };
  readonly BatchLine: {
    readonly content: Schemas["Content"];
    /** The caller's own name for the item; verdicts can be found by it. */
    readonly external_id?: string;
    /** Another name for external_id; one of the two. */
    readonly id?: string | number;
    /** Instead of what the query names. */
    readonly policy_id?: string;
    /** Several, instead of policy_id. */
    readonly policy_ids?: ReadonlyArray<string>;
    /** With policy_id only. */
    readonly policy_version?: number;
    readonly reasoning_effort?: "low" | "medium" | "high";
    /** Up to 32 short values, kept beside the verdict and never shown to the model. */
    readonly metadata?: {
      readonly [name: string]: string | number | boolean | null;
    };
  };
  readonly Batch: {
    readonly id: string;
    /** running: items wait or are judged. cancelling: what is not judged yet is being given up. cancelled and completed: nothing changes any more, and the results can be read. */
    readonly status: "running" | "cancelling" | "cancelled" | "completed";
    /** Of the upload. */
    readonly format: "jsonl" | "csv";
    readonly lines: {
      /** Lines of the upload; empty ones and a CSV's header are not counted. */
      readonly total: number;
      /** Lines that cannot be judged. The results say why, line by line. */
      readonly bad: number;
    };
    /** One item for each good line and policy, by the status of its record. */
    readonly items: {
      readonly total: number;
      readonly queued: number;
      readonly running: number;
      readonly completed: number;
      readonly failed: number;
      readonly expired: number;
    };
    /** Over the last ten to twenty seconds while running, over the whole time at the end. Null until it can be told. */
    readonly items_per_second: number | null;
    /** At that rate. Null until it can be told. */
    readonly seconds_left: number | null;
    readonly created_at: string;
    readonly completed_at: string | null;
  };
  readonly BatchPage: {
    readonly data: ReadonlyArray<Schemas["Batch"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly BatchResult: {
    /** Number of the line in the upload, counted from 1. */
    readonly line: number;
    readonly external_id: string | null;
    /** Of the record; bad: the line cannot be judged; deleted: the record's retention time is over. Only completed says anything about the content. */
    readonly status: "completed" | "failed" | "expired" | "bad" | "deleted";
    /** Null where the line never became an item: a bad line, or one cancelled before its turn. */
    readonly record: Schemas["VerdictRecord"] | null;
    /** Why there is no verdict. The record's own error where there is a record. */
    readonly error: {
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
    } | null;
  };
  readonly VerdictPage: {
    readonly data: ReadonlyArray<Schemas["VerdictRecord"]>;
    readonly next_cursor: string | null;
    readonly has_more: boolean;
  };
  readonly Reasoning: {
    readonly id: string;
    /** Null until judged, and once erased. */
    readonly reasoning: string | null;
  };
  readonly PolicyPage: {
    readonly data: ReadonlyArray<Schemas["Policy"]>;
  };
  readonly Policy: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly id: string;
    readonly title: string | null;
    readonly active_version: number | null;
    readonly latest_version: number;
    readonly archived: boolean;
    readonly created_at: string;
    readonly updated_at: string;
  };
  readonly PolicyVersion: {
    /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
    readonly policy_id: string;
    readonly version: number;
    /** Over the bytes of the document as uploaded. */
    readonly sha256: string;
    readonly active: boolean;
    readonly title: string | null;
    readonly description: string | null;
    readonly categories: ReadonlyArray<{
      readonly code: string;
      readonly title?: string;
      /** 0: this category names allowed content. Default 1. */
      readonly violation?: 0 | 1;
      readonly severity?: number;
      /** What your system does with it: remove, review, … */
      readonly action?: string;
    }>;
    readonly rules: ReadonlyArray<string>;
    /** Which codes were found in the text and not declared: the model is offered them, with either violation, and nothing about them is enforced. Null if all are declared or none was found. */
    readonly inferred: {
      readonly categories: boolean;
      readonly rules: boolean;
      /** Put at the top of the document, it declares these codes as they were understood. */
      readonly front_matter: string;
    } | null;
    /** What the author should look at. None of it stops the policy. */
    readonly warnings: ReadonlyArray<{
      /** Stable: codes_inferred, hedged, output_format_requested, … */
      readonly code: string;
      /** What it means and what to do. */
      readonly message: string;
      /** Lines of the document, at most 20; empty if it concerns all of it. */
      readonly lines: ReadonlyArray<number>;
    }>;
    readonly reasoning_effort: "low" | "medium" | "high" | null;
    /** The schema that verdicts of this version satisfy. */
    readonly output_schema: {
      readonly [name: string]: unknown;
    };
    /** Length of the policy text in o200k tokens. */
    readonly tokens: number;
    readonly created_at: string;
  };
  readonly PolicyVersionPage: {
    readonly data: ReadonlyArray<Schemas["PolicyVersion"]>;
  };
  readonly ActivateRequest: {
    readonly version: number;
  };
  readonly ModerationRequest: {
    /** A text, several texts (one result each), or the parts of one text (one result). Images cannot be judged. */
    readonly input: string | ReadonlyArray<string> | ReadonlyArray<{
      readonly type: "text";
      readonly text: string;
    }>;
    /** A configured set of policies, or a policy: `spam`, or `spam@3` for one version. Without it, and for the names of OpenAI's own models, the set named default. */
    readonly model?: string | null;
  };
  readonly ModerationResponse: {
    readonly id: string;
    /** The set, or the policy with the version that judged. */
    readonly model: string;
    /** One for each text, in their order. */
    readonly results: ReadonlyArray<{
      /** At least one policy is violated. */
      readonly flagged: boolean;
      /** The 13 standard categories; each policy by its id, and each of its categories that names a violation as `policy/code`. */
      readonly categories: {
        readonly harassment: boolean;
        readonly "harassment/threatening": boolean;
        readonly hate: boolean;
        readonly "hate/threatening": boolean;
        readonly illicit: boolean;
        readonly "illicit/violent": boolean;
        readonly "self-harm": boolean;
        readonly "self-harm/instructions": boolean;
        readonly "self-harm/intent": boolean;
        readonly sexual: boolean;
        readonly "sexual/minors": boolean;
        readonly violence: boolean;
        readonly "violence/graphic": boolean;
        readonly [name: string]: unknown;
      };
      /** The probability of violation at the policy and at the category that decided, 0 elsewhere. Where the engine gives none: 1 or 0 by the verdict. */
      readonly category_scores: {
        readonly harassment: number;
        readonly "harassment/threatening": number;
        readonly hate: number;
        readonly "hate/threatening": number;
        readonly illicit: number;
        readonly "illicit/violent": number;
        readonly "self-harm": number;
        readonly "self-harm/instructions": number;
        readonly "self-harm/intent": number;
        readonly sexual: number;
        readonly "sexual/minors": number;
        readonly violence: number;
        readonly "violence/graphic": number;
        readonly [name: string]: unknown;
      };
      /** Empty for a standard category that no policy of the request stands for. */
      readonly category_applied_input_types: {
        readonly harassment: ReadonlyArray<"text">;
        readonly "harassment/threatening": ReadonlyArray<"text">;
        readonly hate: ReadonlyArray<"text">;
        readonly "hate/threatening": ReadonlyArray<"text">;
        readonly illicit: ReadonlyArray<"text">;
        readonly "illicit/violent": ReadonlyArray<"text">;
        readonly "self-harm": ReadonlyArray<"text">;
        readonly "self-harm/instructions": ReadonlyArray<"text">;
        readonly "self-harm/intent": ReadonlyArray<"text">;
        readonly sexual: ReadonlyArray<"text">;
        readonly "sexual/minors": ReadonlyArray<"text">;
        readonly violence: ReadonlyArray<"text">;
        readonly "violence/graphic": ReadonlyArray<"text">;
        readonly [name: string]: unknown;
      };
      /** The records behind the result, one for each policy. */
      readonly verdict_ids: ReadonlyArray<string>;
    }>;
  };
  readonly OpenAIError: {
    readonly error: {
      readonly message: string;
      readonly type: string;
      /** The part of the request that is wrong. */
      readonly param: string | null;
      /** The code that a problem of this service would have. */
      readonly code: string;
    };
  };
  readonly GuardrailRequest: {
    /** Each is judged by each policy. */
    readonly texts?: ReadonlyArray<string | null> | null;
    /** The conversation in OpenAI's form. What it holds beyond `texts` and `tool_calls` is judged as one conversation: system text, tool calls and results, names, refusals, reasoning. Members and parts that are not text are refused. */
    readonly structured_messages?: ReadonlyArray<{
      readonly role?: string | null;
      readonly content?: string | null | ReadonlyArray<string | null | {
        readonly type?: string | null;
        readonly text?: string | null;
        readonly [name: string]: unknown;
      }>;
      /** Calls of tools; name and arguments of each are judged as a text. */
      readonly tool_calls?: ReadonlyArray<{
        readonly function?: {
          readonly name?: string | null;
          readonly arguments?: string | null;
          readonly [name: string]: unknown;
        } | null;
        readonly [name: string]: unknown;
      }> | null;
      readonly [name: string]: unknown;
    }> | null;
    /** Calls of tools; name and arguments of each are judged as a text. */
    readonly tool_calls?: ReadonlyArray<{
      readonly function?: {
        readonly name?: string | null;
        readonly arguments?: string | null;
        readonly [name: string]: unknown;
      } | null;
      readonly [name: string]: unknown;
    }> | null;
    /** Definitions of tools; judged together as one text. */
    readonly tools?: ReadonlyArray<{
      readonly [name: string]: unknown;
    }> | null;
    /** Cannot be judged: a request with images is refused, so that none passes unseen. */
    readonly images?: ReadonlyArray<unknown> | null;
    /** Becomes the external_id of the verdicts, so that they can be found by it. */
    readonly litellm_call_id?: string | null;
    /** About the request. Not judged, and not used. */
    readonly input_type?: unknown;
    /** About the request. Not judged, and not used. */
    readonly model?: unknown;
    /** About the request. Not judged, and not used. */
    readonly litellm_trace_id?: unknown;
    /** About the request. Not judged, and not used. */
    readonly litellm_version?: unknown;
    /** About the request. Not judged, and not used. */
    readonly request_data?: unknown;
    /** About the request. Not judged, and not used. */
    readonly request_headers?: unknown;
    /** Says which policies judge. Without it, those of GAVEL_GUARDRAIL_POLICIES. */
    readonly additional_provider_specific_params?: {
      /** A policy, or `id@version`. */
      readonly policy_id?: string | null;
      /** Several of them. */
      readonly policy_ids?: ReadonlyArray<string> | null;
      readonly [name: string]: unknown;
    } | null;
    readonly [name: string]: unknown;
  };
  readonly GuardrailResponse: {
    /** BLOCKED: at least one policy is violated. NONE: everything was judged and nothing violates. The contract's third word, GUARDRAIL_INTERVENED, is for rewritten text; texts are never rewritten here. */
    readonly action: "BLOCKED" | "NONE";
    /** Titles of policies and categories: fit for end users, without rationale or content. */
    readonly blocked_reason?: string;
    /** The policies that judged; empty where there was nothing to judge. */
    readonly policy_ids: ReadonlyArray<string>;
    /** The records behind the action. */
    readonly verdict_ids: ReadonlyArray<string>;
  };
  readonly LabelRequest: {
    readonly content_text: string;
    /** A policy in full. It is stored as an immutable version of a policy named by its hash; needs the scope policies:write. */
    readonly criteria_text?: string | null;
    /** A policy, or `id@version`. */
    readonly labeler_id?: string | null;
    /** The number of a version, or `latest` for the active one. Without labeler_id it names the policy as well: `spam` or `spam@3`, as callers send it that know no labeler_id. */
    readonly labeler_version_id?: string | number | null;
    /** Accepted and not used. */
    readonly model?: string | null;
  };
  readonly LabelResponse: {
    /** 1: the policy is violated. */
    readonly label: "0" | "1";
    /** In the label: from the score, else 0.95, 0.75 or 0.65 for the verdict's own high, medium or low. */
    readonly confidence: number;
    /** Seconds that the engine took. */
    readonly compute_time: number;
    /** The verdict's rationale. */
    readonly explanation: string;
    readonly verdict_id: string;
  };
  readonly CreateKeyRequest: {
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "admin">;
  };
  readonly CreatedKey: {
    readonly id: string;
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "admin">;
    readonly created_at: string;
    readonly revoked_at: string | null;
    /** Shown once. */
    readonly key: string;
  };
  readonly ApiKeyPage: {
    readonly data: ReadonlyArray<Schemas["ApiKey"]>;
  };
  readonly ApiKey: {
    readonly id: string;
    readonly name: string;
    readonly scopes: ReadonlyArray<"classify" | "policies:read" | "policies:write" | "verdicts:read" | "reasoning:read" | "admin">;
    readonly created_at: string;
    readonly revoked_at: string | null;
  };
  readonly CreateWebhookRequest: {
    /** https, any port, without user name and password; it must lead to a public address. */
    readonly url: string;
    readonly description?: string | null;
    /** Events of these policies only. Null: of all. */
    readonly policy_ids?: ReadonlyArray<string> | null;
    /** Completed records with this verdict only. Null: all, failed and expired ones too. */
    readonly violation?: 0 | 1 | null;
  };
  readonly WebhookWithSecret: {
    readonly id: string;
    /** https, any port, without user name and password; it must lead to a public address. */
    readonly url: string;
    readonly description: string | null;
    /** Events of these policies only. Null: of all. */
    readonly policy_ids: ReadonlyArray<string> | null;
    /** Completed records with this verdict only. Null: all, failed and expired ones too. */
    readonly violation: 0 | 1 | null;
    /** While false no events are recorded for it, and none are sent. */
    readonly enabled: boolean;
    /** request: by PATCH. gone: the receiver answered 410. */
    readonly disabled_reason: "request" | "gone" | null;
    /** Until then each delivery is signed with the secret before the last rotation too. */
    readonly previous_secret_expires_at: string | null;
    readonly created_at: string;
    readonly updated_at: string;
    /** `whsec_` and base64. Shown once. */
    readonly secret: string;
  };
  readonly WebhookPage: {
    readonly data: ReadonlyArray<Schemas["Webhook"]>;
  };
  readonly Webhook: {
    readonly id: string;
    /** https, any port, without user name and password; it must lead to a public address. */
    readonly url: string;
    readonly description: string | null;
    /** Events of these policies only. Null: of all. */
    readonly policy_ids: ReadonlyArray<string> | null;
    /** Completed records with this verdict only. Null: all, failed and expired ones too. */
    readonly violation: 0 | 1 | null;
    /** While false no events are recorded for it, and none are sent. */
    readonly enabled: boolean;
    /** request: by PATCH. gone: the receiver answered 410. */
    readonly disabled_reason: "request" | "gone" | null;
    /** Until then each delivery is signed with the secret before the last rotation too. */
    readonly previous_secret_expires_at: string | null;
    readonly created_at: string;
    readonly updated_at: string;
  };
  readonly UpdateWebhookRequest: {
    /** https, any port, without user name and password; it must lead to a public address. */
    readonly url?: string;
    readonly description?: string | null;
    /** Events of these policies only. Null: of all. */
    readonly policy_ids?: ReadonlyArray<string> | null;
    /** Completed records with this verdict only. Null: all, failed and expired ones too. */
    readonly violation?: 0 | 1 | null;
    readonly enabled?: boolean;
  };
  readonly WebhookDelivery: {
    /** What `webhook-id` says, the same in each attempt. */
    readonly id: string;
    readonly webhook_id: string;
    readonly type: "verdict.completed" | "verdict.failed" | "verdict.expired" | "webhook.test";
    readonly verdict_id: string | null;
    /** dead: given up after the last attempt, or after 410. Replay sends it again. */
    readonly status: "pending" | "delivered" | "dead";
    /** Since it was recorded or last replayed. */
    readonly attempts: number;
    /** Of the last attempt. status: an answer other than 2xx. address_refused: the name led to no public address. */
    readonly last_error: "status" | "redirect" | "gone" | "timeout" | "address_refused" | "unresolvable" | "connection_failed" | null;
    readonly last_status_code: number | null;
    readonly last_attempt_at: string | null;
    readonly next_attempt_at: string | null;
    readonly created_at: string;
  };
  readonly WebhookDeliveryPage: {
    readonly data: ReadonlyArray<Schemas["WebhookDelivery"]>;
    /** Null on the last page. */
    readonly next_cursor: string | null;
  };
  readonly ReplayResult: {
    readonly replayed: number;
  };
  readonly Health: {
    readonly status: "ok" | "failing";
  };
  readonly Readiness: {
    readonly ready: boolean;
    /** engine, queue and database. Only in responses to a valid API key. */
    readonly checks?: {
      readonly [name: string]: {
        readonly ok: boolean;
        readonly detail?: string;
      };
    };
  };
  readonly WebhookEvent: {
    readonly type: "verdict.completed" | "verdict.failed" | "verdict.expired" | "webhook.test";
    /** When it happened, not when it was sent. */
    readonly timestamp: string;
    readonly data: Schemas["VerdictRecord"];
  };
}

export type Problem = Schemas["Problem"];
export type PolicyFrontMatter = Schemas["PolicyFrontMatter"];
export type ClassifyRequest = Schemas["ClassifyRequest"];
export type Content = Schemas["Content"];
export type VerdictRecord = Schemas["VerdictRecord"];
export type VerdictList = Schemas["VerdictList"];
export type BatchLine = Schemas["BatchLine"];
export type Batch = Schemas["Batch"];
export type BatchPage = Schemas["BatchPage"];
export type BatchResult = Schemas["BatchResult"];
export type VerdictPage = Schemas["VerdictPage"];
export type Reasoning = Schemas["Reasoning"];
export type PolicyPage = Schemas["PolicyPage"];
export type Policy = Schemas["Policy"];
export type PolicyVersion = Schemas["PolicyVersion"];
export type PolicyVersionPage = Schemas["PolicyVersionPage"];
export type ActivateRequest = Schemas["ActivateRequest"];
export type ModerationRequest = Schemas["ModerationRequest"];
export type ModerationResponse = Schemas["ModerationResponse"];
export type OpenAIError = Schemas["OpenAIError"];
export type GuardrailRequest = Schemas["GuardrailRequest"];
export type GuardrailResponse = Schemas["GuardrailResponse"];
export type LabelRequest = Schemas["LabelRequest"];
export type LabelResponse = Schemas["LabelResponse"];
export type CreateKeyRequest = Schemas["CreateKeyRequest"];
export type CreatedKey = Schemas["CreatedKey"];
export type ApiKeyPage = Schemas["ApiKeyPage"];
export type ApiKey = Schemas["ApiKey"];
export type CreateWebhookRequest = Schemas["CreateWebhookRequest"];
export type WebhookWithSecret = Schemas["WebhookWithSecret"];
export type WebhookPage = Schemas["WebhookPage"];
export type Webhook = Schemas["Webhook"];
export type UpdateWebhookRequest = Schemas["UpdateWebhookRequest"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type WebhookDeliveryPage = Schemas["WebhookDeliveryPage"];
export type ReplayResult = Schemas["ReplayResult"];
export type Health = Schemas["Health"];
export type Readiness = Schemas["Readiness"];
export type WebhookEvent = Schemas["WebhookEvent"];

/** What each operation takes and returns. */
export interface Operations {
  /** Judge content by a policy. */
  readonly classify: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, remembered for a day for this API key and route. The same key with the same body gives the same records or batch, and nothing is judged twice; with another body 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["ClassifyRequest"];
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"] | Schemas["VerdictList"];
      readonly 202: Schemas["VerdictRecord"] | Schemas["VerdictList"];
    };
  };
  /** Upload many items. */
  readonly createBatch: {
    readonly path: {};
    readonly query: {
      /** The policy for lines that name none. */
      readonly policy_id?: string | undefined;
      /** Instead of policy_id: up to eight, with commas between them. */
      readonly policy_ids?: string | undefined;
      /** With policy_id only. Default: the active version. */
      readonly policy_version?: number | undefined;
      /** For lines that name none. */
      readonly reasoning_effort?: "low" | "medium" | "high" | undefined;
      /** What separates the cells of a CSV; a comma unless given. In a URL `;` is `%3B` and a tab `%09`. */
      readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
    };
    readonly headers: {
      /** 1 to 255 visible ASCII characters, remembered for a day for this API key and route. The same key with the same body gives the same records or batch, and nothing is judged twice; with another body 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: RawBody;
    readonly responses: {
      readonly 202: Schemas["Batch"];
    };
  };
  /** List batches. */
  readonly listBatches: {
    readonly path: {};
    readonly query: {
      /** The next_cursor of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["BatchPage"];
    };
  };
  /** How far a batch is. */
  readonly getBatch: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Batch"];
    };
  };
  /** The results in input order. */
  readonly getBatchResults: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {
      readonly format?: "jsonl" | "csv" | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** Cancel a batch. */
  readonly cancelBatch: {
    readonly path: {
      /** The batch's id, a UUIDv7. */
      readonly batch_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Batch"];
    };
  };
  /** List records. */
  readonly listVerdicts: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Completed records with this verdict only. */
      readonly violation?: 0 | 1 | undefined;
      /** queued and running: not judged yet. completed: judged. failed: could not be judged, see error. expired: not judged in time, or erased before it was judged. Only completed says anything about the content. */
      readonly status?: "queued" | "running" | "completed" | "failed" | "expired" | undefined;
      /** The caller's own name for the item; verdicts can be found by it. */
      readonly external_id?: string | undefined;
      /** Records of items that this API key sent. */
      readonly key_id?: string | undefined;
      /** The next_cursor of an earlier page with the same filter and order. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
      /** asc: oldest first. */
      readonly order?: "asc" | "desc" | undefined;
    };
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictPage"];
      readonly 304: null;
    };
  };
  /** Follow settled records. */
  readonly streamVerdicts: {
    readonly path: {};
    readonly query: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id?: string | undefined;
      /** Completed records with this verdict only. */
      readonly violation?: 0 | 1 | undefined;
      /** Records that ended so only. */
      readonly status?: "completed" | "failed" | "expired" | undefined;
      /** The caller's own name for the item; verdicts can be found by it. */
      readonly external_id?: string | undefined;
      /** Records of items that this API key sent. */
      readonly key_id?: string | undefined;
      /** The id of an event of a stream with the same filter, or `beginning` for everything that is kept. Not given: what settles from now on. `Last-Event-ID` comes before it. */
      readonly after?: string | undefined;
    };
    readonly headers: {
      /** The id of the last event received: the stream goes on behind it. Event sources send it by themselves. */
      readonly "Last-Event-ID"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** One record. */
  readonly getVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"];
      readonly 304: null;
    };
  };
  /** Erase a record. */
  readonly eraseVerdict: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["VerdictRecord"];
    };
  };
  /** The model's reasoning. */
  readonly getReasoning: {
    readonly path: {
      /** The record's id, a UUIDv7. */
      readonly verdict_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Reasoning"];
    };
  };
  /** List policies. */
  readonly listPolicies: {
    readonly path: {};
    readonly query: {
      /** Also those that were deleted. */
      readonly include_archived?: boolean | undefined;
    };
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyPage"];
      readonly 304: null;
    };
  };
  /** Upload a policy. */
  readonly putPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags of the policy as read before, or `*` for: it must exist. Otherwise 412. */
      readonly "If-Match"?: string | undefined;
    };
    readonly body: RawBody;
    readonly responses: {
      readonly 200: Schemas["PolicyVersion"];
      readonly 201: Schemas["PolicyVersion"];
    };
  };
  /** One policy. */
  readonly getPolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Policy"];
      readonly 304: null;
    };
  };
  /** Archive a policy. */
  readonly deletePolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** List versions. */
  readonly listPolicyVersions: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyVersionPage"];
      readonly 304: null;
    };
  };
  /** One version. */
  readonly getPolicyVersion: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
      /** The version's number. */
      readonly version: number;
    };
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["PolicyVersion"];
      readonly 304: null;
    };
  };
  /** Activate a version. */
  readonly activatePolicy: {
    readonly path: {
      /** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters. */
      readonly policy_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["ActivateRequest"];
    readonly responses: {
      readonly 200: Schemas["Policy"];
    };
  };
  /** Moderate, in OpenAI's shape. */
  readonly createModeration: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, remembered for a day for this API key and route. The same key with the same body gives the same records or batch, and nothing is judged twice; with another body 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["ModerationRequest"];
    readonly responses: {
      readonly 200: Schemas["ModerationResponse"];
    };
  };
  /** LiteLLM's generic guardrail API. */
  readonly applyGuardrail: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
    };
    readonly body: Schemas["GuardrailRequest"];
    readonly responses: {
      readonly 200: Schemas["GuardrailResponse"];
    };
  };
  /** Label, in the shape that Coop calls. */
  readonly labelContent: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait. */
      readonly Prefer?: string | undefined;
      /** 1 to 255 visible ASCII characters, remembered for a day for this API key and route. The same key with the same body gives the same records or batch, and nothing is judged twice; with another body 409. */
      readonly "Idempotency-Key"?: string | undefined;
    };
    readonly body: Schemas["LabelRequest"];
    readonly responses: {
      readonly 200: Schemas["LabelResponse"];
    };
  };
  /** Create an API key. */
  readonly createKey: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["CreateKeyRequest"];
    readonly responses: {
      readonly 201: Schemas["CreatedKey"];
    };
  };
  /** List API keys. */
  readonly listKeys: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["ApiKeyPage"];
    };
  };
  /** Revoke an API key. */
  readonly revokeKey: {
    readonly path: {
      /** The key's id, not the key. */
      readonly key_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Register an endpoint. */
  readonly createWebhook: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["CreateWebhookRequest"];
    readonly responses: {
      readonly 201: Schemas["WebhookWithSecret"];
    };
  };
  /** List endpoints. */
  readonly listWebhooks: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookPage"];
    };
  };
  /** One endpoint. */
  readonly getWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Webhook"];
    };
  };
  /** Change, disable or enable an endpoint. */
  readonly updateWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: Schemas["UpdateWebhookRequest"];
    readonly responses: {
      readonly 200: Schemas["Webhook"];
    };
  };
  /** Remove an endpoint. */
  readonly deleteWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 204: null;
    };
  };
  /** Replace the secret. */
  readonly rotateWebhookSecret: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookWithSecret"];
    };
  };
  /** Send a test event. */
  readonly testWebhook: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["WebhookDelivery"];
    };
  };
  /** List deliveries. */
  readonly listWebhookDeliveries: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {
      /** dead: given up after the last attempt, or after 410. Replay sends it again. */
      readonly status?: "pending" | "delivered" | "dead" | undefined;
      /** The next_cursor of an earlier page. */
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["WebhookDeliveryPage"];
    };
  };
  /** Replay all dead deliveries. */
  readonly replayDeadWebhookDeliveries: {
    readonly path: {
      /** The webhook's id. */
      readonly webhook_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["ReplayResult"];
    };
  };
  /** Replay one delivery. */
  readonly replayWebhookDelivery: {
    readonly path: {
      /** The delivery's id. */
      readonly delivery_id: string;
    };
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 202: Schemas["WebhookDelivery"];
    };
  };
  /** Where to read on. */
  readonly home: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
      readonly 304: null;
    };
  };
  /** Liveness. */
  readonly health: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Health"];
    };
  };
  /** Readiness. */
  readonly readiness: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Schemas["Readiness"];
    };
  };
  /** Metrics. */
  readonly metrics: {
    readonly path: {};
    readonly query: {};
    readonly headers: {};
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
    };
  };
  /** This description. */
  readonly openapi: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: {
        readonly [name: string]: unknown;
      };
      readonly 304: null;
    };
  };
  /** This description as a page. */
  readonly docs: {
    readonly path: {};
    readonly query: {};
    readonly headers: {
      /** Entity tags that the client has: 304 where one is still right. */
      readonly "If-None-Match"?: string | undefined;
    };
    readonly body: undefined;
    readonly responses: {
      readonly 200: Response;
      readonly 304: null;
    };
  };
}

/** How each operation is called, and whether its response is JSON by default. */
export const OPERATIONS = {
  classify: {"method":"POST","path":"/classify","mediaType":"application/json","json":true},
  createBatch: {"method":"POST","path":"/batches","mediaType":"application/jsonl","json":true},
  listBatches: {"method":"GET","path":"/batches","mediaType":null,"json":true},
  getBatch: {"method":"GET","path":"/batches/{batch_id}","mediaType":null,"json":true},
  getBatchResults: {"method":"GET","path":"/batches/{batch_id}/results","mediaType":null,"json":false},
  cancelBatch: {"method":"POST","path":"/batches/{batch_id}/cancel","mediaType":null,"json":true},
  listVerdicts: {"method":"GET","path":"/verdicts","mediaType":null,"json":true},
  streamVerdicts: {"method":"GET","path":"/verdicts/stream","mediaType":null,"json":false},
  getVerdict: {"method":"GET","path":"/verdicts/{verdict_id}","mediaType":null,"json":true},
  eraseVerdict: {"method":"DELETE","path":"/verdicts/{verdict_id}","mediaType":null,"json":true},
  getReasoning: {"method":"GET","path":"/verdicts/{verdict_id}/reasoning","mediaType":null,"json":true},
  listPolicies: {"method":"GET","path":"/policies","mediaType":null,"json":true},
  putPolicy: {"method":"PUT","path":"/policies/{policy_id}","mediaType":"text/markdown","json":true},
  getPolicy: {"method":"GET","path":"/policies/{policy_id}","mediaType":null,"json":true},
  deletePolicy: {"method":"DELETE","path":"/policies/{policy_id}","mediaType":null,"json":false},
  listPolicyVersions: {"method":"GET","path":"/policies/{policy_id}/versions","mediaType":null,"json":true},
  getPolicyVersion: {"method":"GET","path":"/policies/{policy_id}/versions/{version}","mediaType":null,"json":true},
  activatePolicy: {"method":"POST","path":"/policies/{policy_id}/activate","mediaType":"application/json","json":true},
  createModeration: {"method":"POST","path":"/v1/moderations","mediaType":"application/json","json":true},
  applyGuardrail: {"method":"POST","path":"/beta/litellm_basic_guardrail_api","mediaType":"application/json","json":true},
  labelContent: {"method":"POST","path":"/v1/label","mediaType":"application/json","json":true},
  createKey: {"method":"POST","path":"/keys","mediaType":"application/json","json":true},
  listKeys: {"method":"GET","path":"/keys","mediaType":null,"json":true},
  revokeKey: {"method":"DELETE","path":"/keys/{key_id}","mediaType":null,"json":false},
  createWebhook: {"method":"POST","path":"/webhooks","mediaType":"application/json","json":true},
  listWebhooks: {"method":"GET","path":"/webhooks","mediaType":null,"json":true},
  getWebhook: {"method":"GET","path":"/webhooks/{webhook_id}","mediaType":null,"json":true},
  updateWebhook: {"method":"PATCH","path":"/webhooks/{webhook_id}","mediaType":"application/json","json":true},
  deleteWebhook: {"method":"DELETE","path":"/webhooks/{webhook_id}","mediaType":null,"json":false},
  rotateWebhookSecret: {"method":"POST","path":"/webhooks/{webhook_id}/rotate-secret","mediaType":null,"json":true},
  testWebhook: {"method":"POST","path":"/webhooks/{webhook_id}/test","mediaType":null,"json":true},
  listWebhookDeliveries: {"method":"GET","path":"/webhooks/{webhook_id}/deliveries","mediaType":null,"json":true},
  replayDeadWebhookDeliveries: {"method":"POST","path":"/webhooks/{webhook_id}/replay","mediaType":null,"json":true},
  replayWebhookDelivery: {"method":"POST","path":"/webhooks/deliveries/{delivery_id}/replay","mediaType":null,"json":true},
  home: {"method":"GET","path":"/","mediaType":null,"json":false},
  health: {"method":"GET","path":"/healthz","mediaType":null,"json":true},
  readiness: {"method":"GET","path":"/readyz","mediaType":null,"json":true},
  metrics: {"method":"GET","path":"/metrics","mediaType":null,"json":false},
  openapi: {"method":"GET","path":"/openapi.json","mediaType":null,"json":true},
  docs: {"method":"GET","path":"/docs","mediaType":null,"json":false},
} as const;
