import { describe, expect, it } from "vitest";
import type { DecisionKind, ReviewDecision } from "../../../../schemas/review.ts";
import { deriveReview, type ReviewFacts } from "../../../../service/reviews/derive-review.ts";

type Made = Partial<ReviewDecision> & { readonly round?: number };

function derived(decisions: readonly Made[], facts: Partial<ReviewFacts> = {}) {
  return deriveReview({
    reasons: ["score"],
    reviewers: 1,
    round: 1,
    appeals: 0,
    ...facts,
    decisions: decisions.map(({ round = 1, ...made }, index) => ({
      round,
      made: {
        id: `decision ${index}`,
        decision: "agree",
        violation: 1,
        policy_category: "SP2",
        key_id: "k",
        decided_at: "2026-11-28T09:00:00.000Z",
        undone_at: null,
        ...made,
      },
    })),
  });
}

const AGREE: Made = {};
const OVERTURN: Made = { decision: "overturn", violation: 0, policy_category: null };
const noLabel = (decision: DecisionKind): Made => ({ decision, violation: null, policy_category: null });
const UNSURE = noLabel("unsure");
const ESCALATE = noLabel("escalate");
const undone = (made: Made): Made => ({ ...made, undone_at: "2026-11-28T09:00:30.000Z" });

describe("deriveReview", () => {
  it.each([
    ["nothing", [], "needs_review"],
    ["agree", [AGREE], "agreed"],
    ["overturn", [OVERTURN], "overturned"],
    ["unsure", [UNSURE], "unsure"],
    ["escalate", [ESCALATE], "escalated"],
    ["escalate twice", [ESCALATE, ESCALATE], "escalated"],
    ["escalate, agree", [ESCALATE, AGREE], "agreed"],
    ["an undone overturn", [undone(OVERTURN)], "needs_review"],
    ["an undone overturn, agree", [undone(OVERTURN), AGREE], "agreed"],
    ["escalate, an undone agree", [ESCALATE, undone(AGREE)], "escalated"],
  ])("of one person: %s is %s", (_name, decisions, state) => {
    const review = derived(decisions);
    expect(review.state).toBe(state);
    expect(review.reasons).toEqual(["score"]);
    expect(review.decisions).toHaveLength(decisions.length);
  });

  it.each([
    ["agree", [AGREE], "needs_review", 0],
    ["agree, agree", [AGREE, AGREE], "agreed", 2],
    ["two that are undone", [undone(AGREE), undone(OVERTURN)], "needs_review", 0],
    ["unsure, unsure", [UNSURE, UNSURE], "unsure", 2],
    ["escalate", [ESCALATE], "escalated", 1],
    ["agree, escalate, overturn", [AGREE, ESCALATE, OVERTURN], "overturned", 3],
  ])(
    "of two people: %s is %s, and the decisions are hidden until both have decided",
    (_name, decisions, state, shown) => {
      const review = derived(decisions, { reviewers: 2 });
      expect(review).toMatchObject({ state, reasons: ["score"] });
      expect(review.decisions).toHaveLength(shown);
    },
  );

  it.each([
    ["another violation", [AGREE, OVERTURN]],
    ["another category", [AGREE, { decision: "overturn" as const, policy_category: "SP3" }]],
    ["no label", [AGREE, UNSURE]],
  ])("needs a third person if two disagree by %s", (_name, decisions) => {
    expect(derived(decisions, { reviewers: 2 })).toMatchObject({
      state: "escalated",
      reasons: ["score", "disagreement"],
      outcome: null,
    });
    expect(derived([...decisions, OVERTURN], { reviewers: 2 })).toMatchObject({
      state: "overturned",
      reasons: ["score", "disagreement"],
      outcome: { violation: 0, policy_category: null },
    });
  });

  it("shows earlier rounds and counts only the decisions of this one", () => {
    const review = derived([AGREE, { ...OVERTURN, round: 2 }], { round: 2, appeals: 1 });
    expect(review).toMatchObject({ state: "overturned", appeals: 1, decisions: [{}, {}] });
    expect(derived([OVERTURN], { round: 2 })).toMatchObject({ state: "needs_review", decisions: [{}] });
  });
});
