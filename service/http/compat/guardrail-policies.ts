import { MAX_POLICIES_PER_REQUEST } from "../../../schemas/classify-request.ts";
import type { GuardrailRequest } from "../../../schemas/guardrail.ts";
import { policyNotFound } from "../../policies/errors.ts";
import { parsePolicyRef, type PolicyRef } from "../../../schemas/policy-ref.ts";
import { ServiceError } from "../../errors.ts";

const POINTER = "/additional_provider_specific_params";

/**
 * Returns the distinct policies that a guardrail request names, or the configured ones. Throws invalid_request if
 * there are none or too many, and policy_not_found if a name is malformed.
 */
export function guardrailPolicies(
  { additional_provider_specific_params: params }: GuardrailRequest,
  configured: readonly PolicyRef[],
): readonly PolicyRef[] {
  const names = new Set([
    ...(params?.policy_id == null ? [] : [params.policy_id]),
    ...(params?.policy_ids ?? []),
  ]);
  if (names.size > MAX_POLICIES_PER_REQUEST) {
    throw new ServiceError(
      "invalid_request",
      `The request names too many policies. Name up to ${MAX_POLICIES_PER_REQUEST}.`,
      {
        faults: [{ pointer: `${POINTER}/policy_ids`, message: "names too many policies" }],
      },
    );
  }
  if (names.size > 0) return [...names].map(toPolicyRef);
  if (configured.length > 0) return configured;
  throw new ServiceError(
    "invalid_request",
    "The request names no policy, and no default is configured (GAVEL_GUARDRAIL_POLICIES). Send policy_id.",
    { faults: [{ pointer: `${POINTER}/policy_id`, message: "is required" }] },
  );
}

function toPolicyRef(name: string): PolicyRef {
  const policy = parsePolicyRef(name);
  if (policy === null) throw policyNotFound(name);
  return policy;
}
