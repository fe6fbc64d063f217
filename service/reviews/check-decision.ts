import type { ParsedPolicy } from "../../policies/policy.ts";
import type { DecideReviewRequest } from "../../schemas/review-item.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { type ErrorFault, ServiceError } from "../errors.ts";
import type { Label, NewDecision } from "./review-store.ts";

/** A code or a single word, never free text: an erased record keeps the codes of its decisions. */
const CODE = /^[\p{L}\p{N}._:/-]{1,64}$/u;

/**
 * The decision of a request. Throws invalid_request if it contradicts itself, the verdict, or the categories that the
 * policy declares; inferred categories are a guess and are not enforced.
 */
export function checkDecision(
  { decision, violation, policy_category: category, reason }: DecideReviewRequest,
  record: Pick<VerdictRecord, "verdict">,
  policy: Pick<ParsedPolicy, "categories" | "inferred">,
): NewDecision {
  const faults: ErrorFault[] = [];
  const fault = (name: string, message: string): void => void faults.push({ pointer: `/${name}`, message });
  const machine = machineLabel(record);
  let label: Label | null = decision === "agree" ? machine : null;
  if (decision === "overturn") {
    label = { violation: violation ?? 0, policyCategory: category ?? null };
    if (violation === undefined) fault("violation", "is required with overturn: send the correct value");
    if (reason === undefined) fault("reason", "is required with overturn");
    const problem = categoryFault(label, policy);
    if (problem !== null) fault("policy_category", problem);
    const isSame = label.violation === machine?.violation && label.policyCategory === machine.policyCategory;
    if (isSame && violation !== undefined) {
      fault(
        "violation",
        "is, with this category, the model's own verdict: send agree, or a different verdict",
      );
    }
  } else {
    if (violation !== undefined) fault("violation", "is only for overturn");
    if (category !== undefined) fault("policy_category", "is only for overturn");
  }
  if (faults.length > 0) {
    throw new ServiceError("invalid_request", "The decision is not valid. Fix what errors points to.", {
      faults,
    });
  }
  return {
    decision,
    violation: label?.violation ?? null,
    policyCategory: label?.policyCategory ?? null,
    reason: reason ?? null,
  };
}

/** What the model decided, in codes. A policy's own schema may give the category any form. */
function machineLabel({ verdict }: Pick<VerdictRecord, "verdict">): Label | null {
  if (verdict === null) return null;
  const category = verdict["policy_category"];
  return {
    violation: verdict.violation,
    policyCategory: typeof category === "string" && CODE.test(category) ? category : null,
  };
}

function categoryFault(
  { violation, policyCategory }: Label,
  { categories, inferred }: Pick<ParsedPolicy, "categories" | "inferred">,
): string | null {
  if (inferred.categories || categories.length === 0) {
    return policyCategory === null || CODE.test(policyCategory)
      ? null
      : "must be a code: letters, digits, dot, dash, underscore, colon and slash";
  }
  const possible = categories.filter((category) => (category.violation ?? 1) === violation);
  if (policyCategory === null) {
    return violation === 1 && possible.length > 0
      ? "is required: send a category of the policy that is a violation"
      : null;
  }
  if (possible.some(({ code }) => code === policyCategory)) return null;
  return `is not a category of this policy version with violation ${violation}; GET the version to see its categories`;
}
