import type { ReviewNeed } from "../../../policies/review-need.ts";
import type { RecordReview } from "../../../schemas/review.ts";
import type { NewDecision, Reviewer } from "../../../service/reviews/review-store.ts";
import { newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export const LEASE_MS = 600_000;
export const UNDO = { withinMs: 600_000, leaseMs: LEASE_MS };
export const ANN: Reviewer = { keyId: "team", name: "Ann" };
export const BEN: Reviewer = { keyId: "team", name: "Ben" };
export const CAL: Reviewer = { keyId: "other", name: null };

export const AGREE: NewDecision = { decision: "agree", violation: 1, policyCategory: "SP2", reason: null };
export const OVERTURN: NewDecision = {
  decision: "overturn",
  violation: 0,
  policyCategory: null,
  reason: "A joke \u0000 between friends.",
};
export const UNSURE: NewDecision = {
  decision: "unsure",
  violation: null,
  policyCategory: null,
  reason: null,
};
export const ESCALATE: NewDecision = { ...UNSURE, decision: "escalate" };

/** What the review cases share: items of a policy that no other case uses. */
export function reviewFixture(stores: () => StoresUnderTest) {
  let policyId = "";

  /** Further items belong to this policy. */
  function newPolicy(): string {
    policyId = `p-${uuidv7()}`;
    return policyId;
  }

  /** An item whose verdict is a violation and needs a review. */
  async function queued(need: Partial<ReviewNeed> = {}): Promise<string> {
    const { verdicts } = stores();
    const item = newItem({ policyId });
    await verdicts.create([item]);
    const reviewNeed = { reasons: ["confidence" as const], sample: 0, second: 0, ...need };
    await verdicts.complete(item.id, { ...violating(), reviewNeed });
    return item.id;
  }

  const next = async (reviewer: Reviewer, state: "needs_review" | "escalated" = "needs_review") =>
    (await stores().reviews.claimNext(reviewer, { policyId, state, leaseMs: LEASE_MS }))?.id ?? null;

  async function reviewOf(id: string): Promise<RecordReview | null> {
    return (await stores().elsewhere.verdicts.get(id))?.review ?? null;
  }

  return { newPolicy, queued, next, reviewOf };
}
