import { policyPageSchema, policyVersionPageSchema } from "../page.ts";
import { policyLintSchema } from "../policy-lint.ts";
import { policySchema, policyVersionResourceSchema } from "../policy.ts";
import { policyQuerySchema, putPolicyQuerySchema } from "../policy-query.ts";
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
    description: "All policies by id; archived ones only with `include_archived`.",
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
      "Stores the document as a new immutable version, unless a version with the same bytes exists. The version " +
      "becomes active if the policy has no active version: if the policy is new, has only drafts, or was archived, " +
      "in which case the upload restores it. Otherwise the version is a draft until it is activated. With " +
      "`draft=true`, or with targets in its front matter, the upload never activates it. `inferred` lists codes " +
      "that were found in the text and how to declare them; `findings` is the linter's advice. A document that can " +
      "never be used is rejected. With `If-Match` the upload is rejected if the policy has changed since it was " +
      "read.",
    scope: "policies:write",
    headers: ["If-Match"],
    query: putPolicyQuerySchema,
    body: {
      mediaType: MARKDOWN,
      description:
        "Markdown in UTF-8, up to 200 KiB, with optional YAML front matter (schema PolicyFrontMatter).",
      example: examplePolicyText,
    },
    responses: [
      {
        status: 200,
        description: "A version with these bytes already existed.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionResourceSchema }],
        headers: ["ETag", "Location"],
      },
      {
        status: 201,
        description: "A new version was created. ETag is that of the policy, for the next If-Match.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyVersionResourceSchema }],
        headers: ["ETag", "Location"],
      },
    ],
    problems: ["invalid_request", "policy_not_found", "invalid_policy", "precondition_failed"],
  },
  {
    id: "lintPolicy",
    method: "post",
    path: "/policies/lint",
    tag: "Policies",
    summary: "Lint a policy",
    description:
      "Checks a document and stores nothing. `findings` says what was found, why it matters and what to do, with the position " +
      "and, if there is one, a wording to use instead. A document that an upload would refuse has findings of severity `error` " +
      "and `runnable: false`; all others are advice. `tokens` is the length of the text by section, with its cost if the " +
      "operator has configured a price.",
    scope: "policies:read",
    body: {
      mediaType: MARKDOWN,
      description: "The document, as it would be uploaded.",
      example: examplePolicyText,
    },
    responses: [
      {
        status: 200,
        description: "The findings, which may be errors.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyLintSchema }],
      },
    ],
    problems: [],
  },
  {
    id: "getPolicy",
    method: "get",
    path: "/policies/{policy_id}",
    tag: "Policies",
    summary: "Get a policy",
    description:
      "Its active and latest versions. The entity tag changes with every upload, activation and archiving.",
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
      "Hides the policy from the list and rejects new items. Its versions are kept, since verdicts refer to them.",
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
    summary: "Get a version",
    description: "As JSON or, with `Accept: text/markdown`, as the document exactly as it was uploaded.",
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
];
