import { apiKeySchema } from "../api-key.ts";
import { policyIdSchema, policyVersionSchema, verdictIdSchema } from "../common.ts";
import { webhookDeliverySchema, webhookSchema } from "../webhook.ts";
import type { RequestHeader, ResponseHeader } from "./operation.ts";

/** What stands in braces in a path. */
export const PATH_PARAMETERS: Readonly<
  Record<string, { readonly schema: object; readonly description: string }>
> = {
  verdict_id: { schema: verdictIdSchema, description: "The record's id, a UUIDv7." },
  batch_id: { schema: verdictIdSchema, description: "The batch's id, a UUIDv7." },
  policy_id: { schema: policyIdSchema, description: policyIdSchema.description },
  version: { schema: policyVersionSchema, description: "The version's number." },
  webhook_id: { schema: webhookSchema.properties.id, description: "The webhook's id." },
  delivery_id: { schema: webhookDeliverySchema.properties.id, description: "The delivery's id." },
  key_id: { schema: apiKeySchema.properties.id, description: "The key's id, not the key." },
};

export const REQUEST_HEADERS: Readonly<
  Record<RequestHeader, { readonly description: string; readonly schema: object }>
> = {
  Prefer: {
    description:
      "RFC 7240. `wait=N`: how many seconds to wait, up to the service's limit. `respond-async` (POST only): do not wait.",
    schema: { type: "string", examples: ["wait=10", "respond-async"] },
  },
  "Idempotency-Key": {
    description:
      "1 to 255 visible ASCII characters, remembered for a day for this API key and route. The same key with the same body " +
      "gives the same records or batch, and nothing is judged twice; with another body 409.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
  },
  "If-Match": {
    description: "Entity tags of the policy as read before, or `*` for: it must exist. Otherwise 412.",
    schema: { type: "string" },
  },
  "If-None-Match": {
    description: "Entity tags that the client has: 304 where one is still right.",
    schema: { type: "string" },
  },
  "Last-Event-ID": {
    description:
      "The id of the last event received: the stream goes on behind it. Event sources send it by themselves.",
    schema: { type: "string" },
  },
};

export const RESPONSE_HEADERS: Readonly<Record<ResponseHeader, string>> = {
  ETag: "Entity tag for If-None-Match, or for If-Match with policies.",
  Location: "Path of the record or version that the answer is about.",
  "Preference-Applied": "RFC 7240: what of Prefer was honoured, `wait` as capped.",
  "Idempotent-Replayed":
    "`true` where an earlier request with this Idempotency-Key made the records or the batch.",
  "RateLimit-Policy":
    "The key's quotas: requests in a minute where it has such a limit, and requests under way at a time.",
  RateLimit: "What is left of the key's quotas (draft-ietf-httpapi-ratelimit-headers).",
  "Retry-After": "Seconds after which to ask again.",
};
