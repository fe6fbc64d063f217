import type { LabelRequest } from "../../../schemas/label.ts";
import { acceptPolicy } from "../../judging/accept-policy.ts";
import { sha256 } from "../../judging/content-hashes.ts";
import { policyNotFound } from "../../policies/errors.ts";
import { parsePolicyRef, type PolicyRef } from "../../../schemas/policy-ref.ts";
import type { ContextLimits } from "../../judging/context-size.ts";
import type { PolicyStore } from "../../policies/policy-store.ts";
import { ServiceError } from "../../errors.ts";
import { policyVersionOf } from "../path-ids.ts";

/** Hexadecimal digits of the hash in the id of a policy from a request. */
const HASH_DIGITS = 16;

/** The policy of a label request. */
export type Labeler =
  | { readonly kind: "stored"; readonly policy: PolicyRef }
  | { readonly kind: "criteria"; readonly text: string };

/** Throws policy_not_found, policy_version_not_found, and invalid_request unless the request names exactly one. */
export function labelerOf(request: LabelRequest): Labeler {
  const { criteria_text: criteria, labeler_id: id, labeler_version_id: version } = request;
  if (criteria != null && id == null && version == null) return { kind: "criteria", text: criteria };
  if (criteria == null && id != null) {
    return { kind: "stored", policy: withVersion(refOf(id), version ?? null) };
  }
  if (criteria == null && version != null) return { kind: "stored", policy: refOf(String(version)) };
  throw new ServiceError("invalid_request", "Send either criteria_text or a labeler, not both.", {
    faults: [
      { pointer: "/labeler_id", message: "is required without criteria_text, and not allowed with it" },
    ],
  });
}

function refOf(text: string): PolicyRef {
  const policy = parsePolicyRef(text);
  if (policy === null) throw policyNotFound(text);
  return policy;
}

function withVersion(policy: PolicyRef, version: string | number | null): PolicyRef {
  if (version === null || version === "latest") return policy;
  const number = policyVersionOf(String(version));
  if (policy.version !== null && policy.version !== number) {
    throw new ServiceError("invalid_request", "labeler_id and labeler_version_id name different versions.");
  }
  return { id: policy.id, version: number };
}

/**
 * Returns the version with these criteria, which is stored on first use. Its id contains a part of the text's hash, so
 * that the same criteria are the same policy; the full hash identifies the version. Criteria with targets stay a draft.
 *
 * Throws PolicyError if the text is not a valid policy.
 */
export async function storeCriteria(
  policies: Pick<PolicyStore, "getActiveVersion" | "put">,
  text: string,
  limits: ContextLimits,
  by: string,
): Promise<PolicyRef> {
  const id = `adhoc-${sha256(text).slice(0, HASH_DIGITS)}`;
  const known = await policies.getActiveVersion(id).catch((error: unknown) => {
    if (error instanceof ServiceError && ABSENT.has(error.code)) return null;
    throw error;
  });
  if (known !== null && known.policy.sha256 === sha256(text)) return { id, version: known.version };
  const { version } = await policies.put(id, acceptPolicy(Buffer.from(text, "utf8"), limits), { by });
  return { id, version: version.version };
}

/** Storing the criteria again restores an archived policy, and finds a draft. */
const ABSENT: ReadonlySet<string> = new Set(["policy_not_found", "policy_archived", "policy_not_active"]);
