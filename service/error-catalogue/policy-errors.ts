import type { ErrorEntry } from "./error-entry.ts";

/** Codes of policies, their versions and the activation of versions. */
export const POLICY_ERRORS = {
  invalid_policy: {
    status: 422,
    title: "The policy document is not valid",
    cause:
      "The policy document is empty, contains control characters, does not fit the model's context, or its front matter or " +
      "output schema is not valid.",
    remedy: "Fix what `errors` names, with the line if it is known, and upload the document again.",
  },
  policy_not_found: {
    status: 404,
    title: "The policy was not found",
    cause: "No policy has this id.",
    remedy: "List the policies with GET /policies, or upload this one with PUT /policies/{policy_id}.",
  },
  policy_version_not_found: {
    status: 404,
    title: "The policy version was not found",
    cause: "The policy has no version with this number.",
    remedy: "List the versions with GET /policies/{policy_id}/versions.",
  },
  policy_archived: {
    status: 409,
    title: "The policy is archived",
    cause: "The policy was archived, so it accepts no new content.",
    remedy: "Upload a document to the same id to restore the policy, or use another policy.",
  },
  policy_not_active: {
    status: 409,
    title: "The policy has no active version",
    cause: "The policy has only drafts, so no version can judge new content.",
    remedy: "Activate a version, or name one as `policy_version` in the request.",
  },
  activation_refused: {
    status: 409,
    title: "The gate refuses the version",
    cause:
      "The version misses a target that it declares, has targets and no completed evaluation, or is significantly worse than the " +
      "active version on the same golden set. `errors` says which.",
    remedy:
      "Change the policy and evaluate it again. To activate it anyway, send `force` with a `reason`: both are recorded.",
  },
  no_earlier_version: {
    status: 409,
    title: "No earlier version was active",
    cause: "The active version is the first that was activated, or the policy has no active version.",
    remedy: "List the versions with GET /policies/{policy_id}/versions, and activate the one that you need.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
