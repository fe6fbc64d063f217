import { apiKeyPageSchema, createdKeySchema, createKeyRequestSchema } from "./api-key.ts";
import { classifyRequestSchema } from "./classify-request.ts";
import { healthSchema, readinessSchema } from "./health.ts";
import { exampleApiKey, exampleCreatedKey, examplePolicy, examplePolicyText, exampleRecord } from "./operation-examples.ts";
import type { Operation } from "./operation.ts";
import { policyPageSchema, policyVersionPageSchema, verdictListSchema, verdictPageSchema } from "./page.ts";
import { activateRequestSchema, policySchema, policyVersionResourceSchema } from "./policy.ts";
import { policyQuerySchema } from "./policy-query.ts";
import { reasoningSchema, verdictRecordSchema } from "./verdict-record.ts";
import { verdictQuerySchema } from "./verdict-query.ts";

const JSON_TYPE = "application/json";
const MARKDOWN = "text/markdown";

const NOT_MODIFIED = {
  status: 304,
  description: "The client has this representation already (If-None-Match).",
  headers: ["ETag"],
} as const;

const classify: readonly Operation[] = [
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
        description: "All items are settled. One record for `policy_id`, a list in the order asked for with `policy_ids`.",
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
        headers: ["Location", "Preference-Applied", "Idempotent-Replayed"],
      },
    ],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "idempotency_conflict",
      "queue_full",
      "not_ready",
    ],
  },
];

const verdicts: readonly Operation[] = [
  {
    id: "listVerdicts",
    method: "get",
    path: "/verdicts",
    tag: "Verdicts",
    summary: "List records",
    description:
      "Pages of records in an order that does not change: of acceptance, or of settling where the filter asks for " +
      "settled records. Keep `next_cursor` and ask again with `after` to get what has come since, without gap or " +
      "repeat. With `Prefer: wait=N` an empty or unchanged page is held back until there is something new.",
    scope: "verdicts:read",
    headers: ["Prefer", "If-None-Match"],
    query: verdictQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictPageSchema }],
        headers: ["ETag", "Preference-Applied"],
      },
      NOT_MODIFIED,
    ],
    problems: ["invalid_request", "invalid_cursor"],
  },
  {
    id: "getVerdict",
    method: "get",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "One record",
    description: "With `Prefer: wait=N` the answer is held back until the record is settled.",
    scope: "verdicts:read",
    headers: ["Prefer", "If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The record as it stands.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictRecordSchema, example: exampleRecord }],
        headers: ["ETag", "Preference-Applied"],
      },
      NOT_MODIFIED,
    ],
    problems: ["verdict_not_found"],
  },
  {
    id: "getReasoning",
    method: "get",
    path: "/verdicts/{verdict_id}/reasoning",
    tag: "Verdicts",
    summary: "The model's reasoning",
    description: "The analysis channel, for audit. It is not moderated and may repeat the content: do not show it to end users.",
    scope: "reasoning:read",
    responses: [
      { status: 200, description: "The reasoning.", bodies: [{ mediaType: JSON_TYPE, schema: reasoningSchema }] },
    ],
    problems: ["verdict_not_found"],
  },
  {
    id: "eraseVerdict",
    method: "delete",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "Erase a record",
    description:
      "Removes content, rationale and reasoning for good and leaves a tombstone with `erased_at`. An item that is not " +
      "judged yet becomes expired. Repeating it changes nothing.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The tombstone.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictRecordSchema }],
      },
    ],
    problems: ["verdict_not_found"],
  },
];

const policies: readonly Operation[] = [
  {
    id: "listPolicies",
    method: "get",
    path: "/policies",
    tag: "Policies",
    summary: "List policies",
    description: "All policies by id, without the archived ones unless asked for.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    query: policyQuerySchema,
    responses: [
      {
        status: 200,
        description: "The policies.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyPageSchema }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["invalid_request"],
  },
  {
    id: "putPolicy",
    method: "put",
    path: "/policies/{policy_id}",
    tag: "Policies",
    summary: "Upload a policy",
    description:
      "Stores the document as a new immutable version; the same bytes again are the version that they were. The first " +
      "version is active at once, later ones after activation. Putting to a deleted policy brings it back. With " +
      "`If-Match` the upload is refused if somebody else changed the policy meanwhile.",
    scope: "policies:write",
    headers: ["If-Match"],
    body: {
      mediaType: MARKDOWN,
      description: "Markdown in UTF-8, up to 200 KiB, with optional YAML front matter (schema PolicyFrontMatter).",
      example: examplePolicyText,
    },
    responses: [
      {
        status: 200,
        description: "These bytes were a version already.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionResourceSchema }],
        headers: ["ETag", "Location"],
      },
      {
        status: 201,
        description: "A new version. ETag is the policy's, for the next If-Match.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionResourceSchema }],
        headers: ["ETag", "Location"],
      },
    ],
    problems: ["policy_not_found", "invalid_policy", "precondition_failed"],
  },
  {
    id: "getPolicy",
    method: "get",
    path: "/policies/{policy_id}",
    tag: "Policies",
    summary: "One policy",
    description: "Which version is active and which is the latest. The entity tag changes with every version, activation and deletion.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The policy.",
        bodies: [{ mediaType: JSON_TYPE, schema: policySchema, example: examplePolicy }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["policy_not_found"],
  },
  {
    id: "deletePolicy",
    method: "delete",
    path: "/policies/{policy_id}",
    tag: "Policies",
    summary: "Archive a policy",
    description: "Hides it from the list and refuses new items. Its versions stay: verdicts refer to them for ever.",
    scope: "policies:write",
    responses: [{ status: 204, description: "Archived." }],
    problems: ["policy_not_found"],
  },
  {
    id: "listPolicyVersions",
    method: "get",
    path: "/policies/{policy_id}/versions",
    tag: "Policies",
    summary: "List versions",
    description: "All versions of a policy, oldest first.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The versions.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionPageSchema }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["policy_not_found"],
  },
  {
    id: "getPolicyVersion",
    method: "get",
    path: "/policies/{policy_id}/versions/{version}",
    tag: "Policies",
    summary: "One version",
    description: "As JSON, or with `Accept: text/markdown` the document exactly as it was uploaded.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The version.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionResourceSchema }, { mediaType: MARKDOWN }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["policy_not_found", "policy_version_not_found", "not_acceptable"],
  },
  {
    id: "activatePolicy",
    method: "post",
    path: "/policies/{policy_id}/activate",
    tag: "Policies",
    summary: "Activate a version",
    description: "From now on new items are judged by this version, which may be an older one. Items accepted before keep theirs.",
    scope: "policies:write",
    body: {
      mediaType: JSON_TYPE,
      schema: activateRequestSchema,
      description: "The version's number.",
      example: { version: 2 },
    },
    responses: [
      {
        status: 200,
        description: "The policy as it is now.",
        bodies: [{ mediaType: JSON_TYPE, schema: policySchema, example: examplePolicy }],
        headers: ["ETag"],
      },
    ],
    problems: ["policy_not_found", "policy_version_not_found", "policy_archived"],
  },
];

const keys: readonly Operation[] = [
  {
    id: "createKey",
    method: "post",
    path: "/keys",
    tag: "Keys",
    summary: "Create an API key",
    description: "The answer is the only place where the key is ever shown: the service keeps a hash of it.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: createKeyRequestSchema,
      description: "What it is for, and what it may do.",
      example: { name: "forum backend", scopes: ["classify", "verdicts:read"] },
    },
    responses: [
      {
        status: 201,
        description: "The key.",
        bodies: [{ mediaType: JSON_TYPE, schema: createdKeySchema, example: exampleCreatedKey }],
      },
    ],
    problems: [],
  },
  {
    id: "listKeys",
    method: "get",
    path: "/keys",
    tag: "Keys",
    summary: "List API keys",
    description: "Names, scopes and dates, revoked ones included; never the keys.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The keys.",
        bodies: [{ mediaType: JSON_TYPE, schema: apiKeyPageSchema, example: { data: [exampleApiKey] } }],
      },
    ],
    problems: [],
  },
  {
    id: "revokeKey",
    method: "delete",
    path: "/keys/{key_id}",
    tag: "Keys",
    summary: "Revoke an API key",
    description: "The key is refused from now on. Repeating it changes nothing.",
    scope: "admin",
    responses: [{ status: 204, description: "Revoked." }],
    problems: ["not_found"],
  },
];

const operating: readonly Operation[] = [
  {
    id: "health",
    method: "get",
    path: "/healthz",
    tag: "Operating",
    summary: "Liveness",
    description: "The process answers. The only route without a key.",
    scope: "none",
    responses: [{ status: 200, description: "Alive.", bodies: [{ mediaType: JSON_TYPE, schema: healthSchema }] }],
    problems: [],
  },
  {
    id: "readiness",
    method: "get",
    path: "/readyz",
    tag: "Operating",
    summary: "Readiness",
    description: "Whether engine, queue and database are there, each by name.",
    scope: "any",
    responses: [
      { status: 200, description: "Ready to judge.", bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }] },
      { status: 503, description: "Something is missing; `checks` says what.", bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }] },
    ],
    problems: [],
  },
  {
    id: "metrics",
    method: "get",
    path: "/metrics",
    tag: "Operating",
    summary: "Metrics",
    description: "In Prometheus' text format.",
    scope: "verdicts:read",
    responses: [{ status: 200, description: "The metrics.", bodies: [{ mediaType: "text/plain" }] }],
    problems: [],
  },
  {
    id: "openapi",
    method: "get",
    path: "/openapi.json",
    tag: "Operating",
    summary: "This description",
    description: "OpenAPI 3.1.",
    scope: "any",
    basic: true,
    headers: ["If-None-Match"],
    responses: [
      { status: 200, description: "The document.", bodies: [{ mediaType: JSON_TYPE }], headers: ["ETag"] },
      NOT_MODIFIED,
    ],
    problems: [],
  },
  {
    id: "docs",
    method: "get",
    path: "/docs",
    tag: "Operating",
    summary: "This description as a page",
    description: "Made from the same document, for reading in a browser: any user name, the API key as the password.",
    scope: "any",
    basic: true,
    headers: ["If-None-Match"],
    responses: [
      { status: 200, description: "The page.", bodies: [{ mediaType: "text/html" }], headers: ["ETag"] },
      NOT_MODIFIED,
    ],
    problems: [],
  },
];

/** Everything that can be asked of the service, in the order of its reference. */
export const OPERATIONS: readonly Operation[] = [...classify, ...verdicts, ...policies, ...keys, ...operating];
