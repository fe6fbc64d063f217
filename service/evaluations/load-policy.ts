import { parsePolicy } from "../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import { ServiceError } from "../errors.ts";
import type { PolicyDocument } from "../judging/prepared-policies.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { EvaluationStore } from "./evaluation-store.ts";

/** Loads the document under which an item is judged: a stored version, or the draft of an evaluation. */
export async function loadPolicy(
  {
    policyId,
    policyVersion,
    policySha256,
  }: Pick<PolicyDocument, "policyId" | "policyVersion" | "policySha256">,
  policies: Pick<PolicyStore, "getVersion">,
  evaluations: Pick<EvaluationStore, "draftSource">,
): Promise<ParsedPolicy> {
  if (policyVersion !== null) return (await policies.getVersion(policyId, policyVersion)).policy;
  const source = await evaluations.draftSource(policySha256);
  if (source === null) {
    throw new ServiceError("evaluation_not_found", "The evaluation has been deleted with its draft.");
  }
  return parsePolicy(source);
}
