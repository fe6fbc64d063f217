import { MAX_POLICIES_PER_REQUEST } from "../../../schemas/classify-request.ts";
import type { GuardrailRequest } from "../../../schemas/guardrail.ts";
import { policyNotFound } from "../../policies/errors.ts";
import { parsePolicyRef, type PolicyRef } from "../../../schemas/policy-ref.ts";
import { ServiceError } from "../../errors.ts";

const POINTER = "/additional_provider_specific_params";

/**
 * The policies that a guardrail request names, each once, else the configured ones. Throws invalid_request
 * where there are none or too many, policy_not_found where a name cannot be one.
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
    throw new ServiceError("invalid_request", `Name up to ${MAX_POLICIES_PER_REQUEST} policies.`, {
      faults: [{ pointer: `${POINTER}/policy_ids`, message: "names too many policies" }],
    });
  }
  if (names.size > 0) return [...names].map(toPolicyRef);
  if (configured.length > 0) return configured;
  throw new ServiceError(
    "invalid_request",
    "Name a policy as policy_id: no default is configured (GAVEL_GUARDRAIL_POLICIES).",
    { faults: [{ pointer: `${POINTER}/policy_id`, message: "is required" }] },
  );
}

function toPolicyRef(name: string): PolicyRef {
  const policy = parsePolicyRef(name);
  if (policy === null) throw policyNotFound(name);
  return policy;
}
