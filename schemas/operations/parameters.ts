import { apiKeySchema } from "../api-key.ts";
import { policyIdSchema, policyVersionSchema, verdictIdSchema } from "../common.ts";
import { goldenSetNameSchema } from "../golden-set.ts";
import { keySessionSchema } from "../session.ts";
import { webhookDeliverySchema, webhookSchema } from "../webhook.ts";
import type { RequestHeader, ResponseHeader } from "./operation.ts";

/** The parameters in paths. */
export const PATH_PARAMETERS: Readonly<
  Record<string, { readonly schema: object; readonly description: string }>
> = {
  verdict_id: { schema: verdictIdSchema, description: "The record's id, a UUIDv7." },
  batch_id: { schema: verdictIdSchema, description: "The batch's id, a UUIDv7." },
  policy_id: { schema: policyIdSchema, description: policyIdSchema.description },
  golden_set: { schema: goldenSetNameSchema, description: "The name of the golden set." },
  evaluation_id: { schema: verdictIdSchema, description: "The evaluation's id, a UUIDv7." },
  version: { schema: policyVersionSchema, description: "The version's number." },
  trial_id: { schema: verdictIdSchema, description: "The id of the shadow or replay, a UUIDv7." },
  webhook_id: { schema: webhookSchema.properties.id, description: "The webhook's id." },
  delivery_id: { schema: webhookDeliverySchema.properties.id, description: "The delivery's id." },
  session_id: { schema: keySessionSchema.properties.id, description: "The session's id." },
  key_id: { schema: apiKeySchema.properties.id, description: "The key's id, not the key." },
};

export const REQUEST_HEADERS: Readonly<
  Record<RequestHeader, { readonly description: string; readonly schema: object }>
> = {
  Prefer: {
    description:
      "RFC 7240. `wait=N`: wait up to N seconds, at most the service's limit. `respond-async` (POST only): do not wait.",
    schema: { type: "string", examples: ["wait=10", "respond-async"] },
  },
  "Idempotency-Key": {
    description:
      "1 to 255 visible ASCII characters, stored for a day for this API key and route. A request with the same key and body " +
      "returns the same records or batch, and nothing is judged twice. With a different body the status is 409.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
  },
  "If-Match": {
    description:
      "Entity tags of the policy as it was read, or `*` if it only has to exist. If none matches, the status is 412.",
    schema: { type: "string" },
  },
  "If-None-Match": {
    description: "Entity tags that the client has. If one is current, the status is 304.",
    schema: { type: "string" },
  },
  "Last-Event-ID": {
    description:
      "The id of the last received event: the stream continues after it. EventSource clients send it automatically.",
    schema: { type: "string" },
  },
};

export const RESPONSE_HEADERS: Readonly<Record<ResponseHeader, string>> = {
  ETag: "Entity tag for If-None-Match and, for policies, If-Match.",
  Location: "Path of the resource in the response.",
  "Preference-Applied": "RFC 7240: the preferences that were applied, with `wait` as limited.",
  "Idempotent-Replayed":
    "`true` if an earlier request with this Idempotency-Key created the records or the batch.",
  "RateLimit-Policy": "The key's quotas: requests per minute, if limited, and concurrent requests.",
  RateLimit: "The remaining quotas of the key (draft-ietf-httpapi-ratelimit-headers).",
  "Retry-After": "Seconds after which to retry.",
};
