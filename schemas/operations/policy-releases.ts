import {
  type ActivationPage,
  activateRequestSchema,
  activationPageSchema,
  rollbackRequestSchema,
} from "../activation.ts";
import { type VersionGate, versionGateSchema } from "../gate.ts";
import { policySchema } from "../policy.ts";
import { policyDiffQuerySchema, policyDiffSchema } from "../policy-diff.ts";
import { examplePolicy } from "./examples.ts";
import { NOT_MODIFIED, type Operation, type OperationResponse } from "./operation.ts";

const JSON_TYPE = "application/json";

const UPDATED: OperationResponse = {
  status: 200,
  description: "The updated policy.",
  bodies: [{ mediaType: JSON_TYPE, schema: policySchema, example: examplePolicy }],
  headers: ["ETag"],
};

const exampleActivations: ActivationPage = {
  data: [
    {
      kind: "activate",
      from_version: 1,
      to_version: 2,
      key_id: "9f2c41d07b3e",
      forced: false,
      reason: "fewer false positives on private sales",
      refusals: [],
      activated_at: "2026-11-23T09:00:00.000Z",
    },
  ],
};

const exampleGate: VersionGate = {
  version: 3,
  active_version: 2,
  open: false,
  reasons: ["recall of SP3 is 0.857 (95 % interval 0.654 to 0.950): the target of at least 0.950 is missed."],
};

/** Which version of a policy is active, and what its versions change. */
export const policyReleasesOperations: readonly Operation[] = [
  {
    id: "activatePolicy",
    method: "post",
    path: "/policies/{policy_id}/activate",
    tag: "Policies",
    summary: "Activate a version",
    description:
      "New items are judged under this version, which may be an older one. Items accepted earlier keep their version. The gate " +
      "refuses a version that misses a target of its own front matter, or that is significantly worse than the active version " +
      "according to the newest evaluations of both. Only a version with targets needs an evaluation. `force` with a `reason` " +
      "activates a refused version; the history and the audit log show both.",
    scope: "policies:write",
    body: {
      mediaType: JSON_TYPE,
      schema: activateRequestSchema,
      description: "The version's number.",
      example: { version: 2 },
    },
    responses: [UPDATED],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "activation_refused",
      "precondition_failed",
    ],
  },
  {
    id: "getVersionGate",
    method: "get",
    path: "/policies/{policy_id}/versions/{version}/gate",
    tag: "Policies",
    summary: "Ask the gate about a version",
    description:
      "Whether the version could be activated now, and why not. Nothing is changed. The gate is open for the " +
      "version that is already active.",
    scope: "policies:read",
    responses: [
      {
        status: 200,
        description: "The decision of the gate.",
        bodies: [{ mediaType: JSON_TYPE, schema: versionGateSchema, example: exampleGate }],
      },
    ],
    problems: ["policy_not_found", "policy_version_not_found", "policy_archived"],
  },
  {
    id: "rollbackPolicy",
    method: "post",
    path: "/policies/{policy_id}/rollback",
    tag: "Policies",
    summary: "Go back to the version that was active before",
    description:
      "Activates the version that was active before the current one, without checking the gate. A second rollback goes back " +
      "further.",
    scope: "policies:write",
    body: {
      mediaType: JSON_TYPE,
      schema: rollbackRequestSchema,
      description: "An object, which may be empty.",
      example: { reason: "flags private sales" },
    },
    responses: [UPDATED],
    problems: ["policy_not_found", "policy_archived", "no_earlier_version"],
  },
  {
    id: "listPolicyActivations",
    method: "get",
    path: "/policies/{policy_id}/activations",
    tag: "Policies",
    summary: "List activations",
    description: "Who activated which version when, and why: the latest 200, newest first.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The activations.",
        bodies: [{ mediaType: JSON_TYPE, schema: activationPageSchema, example: exampleActivations }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["policy_not_found"],
  },
  {
    id: "diffPolicyVersions",
    method: "get",
    path: "/policies/{policy_id}/diff",
    tag: "Policies",
    summary: "Compare two versions",
    description:
      "What changed from one version to another: categories, rules, other front matter, the number of tokens, and the text " +
      "as a unified diff.",
    scope: "policies:read",
    headers: ["If-None-Match"],
    query: policyDiffQuerySchema,
    responses: [
      {
        status: 200,
        description: "The changes.",
        bodies: [{ mediaType: JSON_TYPE, schema: policyDiffSchema }],
        headers: ["ETag"],
      },
      NOT_MODIFIED,
    ],
    problems: ["invalid_request", "policy_not_found", "policy_version_not_found"],
  },
];
