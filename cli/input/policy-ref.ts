import { MAX_POLICIES_PER_REQUEST } from "../../schemas/classify-request.ts";
import { parsePolicyRef, type PolicyRef } from "../../schemas/policy-ref.ts";
import { UsageError } from "../cli-error.ts";

/** `spam` or `spam@3`. Throws UsageError. */
export function policyRefArgument(text: string): PolicyRef {
  const ref = parsePolicyRef(text);
  if (ref !== null) return ref;
  throw new UsageError(
    "a policy's id has lower-case letters, digits, dots, dashes and underscores; a version follows an @: spam@3",
  );
}

/** `spam`, without a version. Throws UsageError. */
export function policyIdArgument(text: string): string {
  const { id, version } = policyRefArgument(text);
  if (version !== null) throw new UsageError("name the policy alone, without a version");
  return id;
}

/** `spam@3`: a version that is not the active one. Throws UsageError. */
export function candidateArgument(text: string): { readonly id: string; readonly version: number } {
  const { id, version } = policyRefArgument(text);
  if (version === null) throw new UsageError(`name the version to try, such as ${id}@2`);
  return { id, version };
}

/** The policies under which one item is judged. Throws UsageError for more than a request may name. */
export function policiesOption(values: readonly string[] = []): readonly PolicyRef[] {
  const policies = values.map(policyRefArgument);
  if (policies.length > MAX_POLICIES_PER_REQUEST) {
    throw new UsageError(`at most ${MAX_POLICIES_PER_REQUEST} policies at a time`);
  }
  if (policies.length > 1 && policies.some(({ version }) => version !== null)) {
    throw new UsageError("a version can only be given for a single policy");
  }
  return policies;
}
