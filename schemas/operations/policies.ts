import { policyPageSchema, policyVersionPageSchema } from "../page.ts";
import { activateRequestSchema, policySchema, policyVersionResourceSchema } from "../policy.ts";
import { policyQuerySchema } from "../policy-query.ts";
import { examplePolicy, examplePolicyText } from "./examples.ts";
import { NOT_MODIFIED, type Operation } from "./operation.ts";

const JSON_TYPE = "application/json";
const MARKDOWN = "text/markdown";

export const policiesOperations: readonly Operation[] = [
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
      "version is active at once, later ones after activation. Putting to a deleted policy brings it back with what was put " +
      "as its active version. `inferred` says which codes were only found in the text and how to declare them, `warnings` " +
      "what to look at; what can never run is refused. With " +
      "`If-Match` the upload is refused if somebody else changed the policy meanwhile.",
    scope: "policies:write",
    headers: ["If-Match"],
    body: {
      mediaType: MARKDOWN,
      description:
        "Markdown in UTF-8, up to 200 KiB, with optional YAML front matter (schema PolicyFrontMatter).",
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
    description:
      "Which version is active and which is the latest. The entity tag changes with every version, activation and deletion.",
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
    description:
      "Hides it from the list and refuses new items. Its versions stay: verdicts refer to them for ever.",
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
    description:
      "From now on new items are judged by this version, which may be an older one. Items accepted before keep theirs.",
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
