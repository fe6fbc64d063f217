import { beforeEach, describe, expect, it } from "vitest";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import {
  LEASE_MS,
  UNDO,
  ANN,
  BEN,
  CAL,
  AGREE,
  OVERTURN,
  UNSURE,
  ESCALATE,
  reviewFixture,
} from "./review-fixture.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export function reviewDecisionCases(stores: () => StoresUnderTest): void {
  describe("decisions of reviewers", () => {
    const { newPolicy, queued, next, reviewOf } = reviewFixture(stores);
    let policyId = "";
    beforeEach(() => {
      policyId = newPolicy();
    });

    it("keeps the model's verdict and adds what people decided", async () => {
      const { reviews, verdicts } = stores();
      const id = await queued();
      const before = await verdicts.get(id);
      await next(ANN);
      const decided = await reviews.decide(id, ANN, OVERTURN);
      expect(decided).toMatchObject({ claim: null, record: { review: { state: "overturned" } } });
      const after = await verdicts.get(id);
      expect(after).toEqual({ ...before, review: after?.review });
      expect(after?.review).toEqual({
        state: "overturned",
        reasons: ["confidence"],
        reviewers: 1,
        appeals: 0,
        outcome: { violation: 0, policy_category: null },
        decisions: [
          {
            id: expect.any(String),
            decision: "overturn",
            violation: 0,
            policy_category: null,
            key_id: "team",
            decided_at: expect.any(String),
            undone_at: null,
          },
        ],
      });
      expect(JSON.stringify(after)).not.toContain("friends");
      expect((await reviews.get(id))?.events).toMatchObject([
        { type: "decision", reviewer: "Ann", text: OVERTURN.reason },
      ]);
      const closed = { code: "review_closed" };
      await expect(reviews.decide(id, BEN, AGREE)).rejects.toMatchObject(closed);
      await expect(reviews.claim(id, BEN, LEASE_MS)).rejects.toMatchObject(closed);
      expect(await next(BEN)).toBeNull();
      expect((await reviews.list({ policyId, limit: 5 })).items).toEqual([]);
      const list = await reviews.list({ policyId, state: "overturned", limit: 5 });
      expect(list.items.map((item) => item.id)).toEqual([id]);
    });

    it("ends a review as agreed or unsure, and an escalation with the decision of another person", async () => {
      const { reviews } = stores();
      const [agreed, unsure, escalated] = [await queued(), await queued(), await queued()];
      await reviews.decide(agreed, ANN, AGREE);
      expect(await reviewOf(agreed)).toMatchObject({
        state: "agreed",
        outcome: { violation: 1, policy_category: "SP2" },
      });
      await reviews.decide(unsure, ANN, UNSURE);
      expect(await reviewOf(unsure)).toMatchObject({ state: "unsure", outcome: null });
      await reviews.decide(escalated, ANN, ESCALATE);
      expect(await reviewOf(escalated)).toMatchObject({ state: "escalated", outcome: null });
      expect(await next(BEN)).toBeNull();
      expect(await next(ANN, "escalated")).toBeNull();
      await expect(reviews.decide(escalated, ANN, AGREE)).rejects.toMatchObject({
        code: "review_already_decided",
      });
      // A request without a name may come from her, since it has her key.
      expect(await next({ keyId: "team", name: null }, "escalated")).toBeNull();
      expect(await next(BEN, "escalated")).toBe(escalated);
      await reviews.decide(escalated, BEN, OVERTURN);
      expect(await reviewOf(escalated)).toMatchObject({
        state: "overturned",
        decisions: [{ decision: "escalate" }, { decision: "overturn" }],
      });
    });

    it("lets two people decide without seeing each other, and a third if they disagree", async () => {
      const { reviews } = stores();
      const [same, different, open] = [
        await queued({ second: 1 }),
        await queued({ second: 1 }),
        await queued({ second: 1 }),
      ];
      expect(await next(ANN)).toBe(same);
      await reviews.decide(same, ANN, AGREE);
      expect(await reviewOf(same)).toMatchObject({ state: "needs_review", reviewers: 2, decisions: [] });
      expect((await reviews.get(same))?.events).toEqual([]);
      expect(await next(ANN)).toBe(different);
      expect(await next({ ...ANN, name: "ann" })).toBe(open);
      expect(await next(BEN)).toBe(same);
      await reviews.decide(same, BEN, AGREE);
      expect(await reviewOf(same)).toMatchObject({ state: "agreed", decisions: [{}, {}] });

      await reviews.decide(different, ANN, AGREE);
      await reviews.decide(different, BEN, OVERTURN);
      expect(await reviewOf(different)).toMatchObject({
        state: "escalated",
        reasons: ["confidence", "disagreement"],
      });
      expect(await next(CAL, "escalated")).toBe(different);
      await reviews.decide(different, CAL, OVERTURN);
      expect(await reviewOf(different)).toMatchObject({
        state: "overturned",
        reasons: ["confidence", "disagreement"],
        decisions: [{ decision: "agree" }, { decision: "overturn" }, { decision: "overturn" }],
      });
      const { pairs } = await reviews.count({ policyId, since: new Date(0) });
      expect(pairs).toHaveLength(2);
      expect(pairs).toEqual(
        expect.arrayContaining([
          {
            first: { violation: 1, policyCategory: "SP2" },
            second: { violation: 1, policyCategory: "SP2" },
            items: 1,
          },
          {
            first: { violation: 1, policyCategory: "SP2" },
            second: { violation: 0, policyCategory: null },
            items: 1,
          },
        ]),
      );
    });

    it("undoes the last decision for a short time, and only for its reviewer", async () => {
      const { reviews } = stores();
      const id = await queued();
      await expect(reviews.undo(id, ANN, UNDO)).rejects.toMatchObject({ code: "review_undo_refused" });
      await reviews.decide(id, ANN, OVERTURN);
      await expect(reviews.undo(id, BEN, UNDO)).rejects.toMatchObject({ code: "review_undo_refused" });
      await expect(reviews.undo(id, ANN, { ...UNDO, withinMs: 0 })).rejects.toMatchObject({
        code: "review_undo_refused",
      });
      const undone = await reviews.undo(id, ANN, UNDO);
      expect(undone).toMatchObject({ claim: { reviewer: "Ann" } });
      expect(await reviewOf(id)).toMatchObject({
        state: "needs_review",
        outcome: null,
        decisions: [{ decision: "overturn", undone_at: expect.any(String) }],
      });
      await reviews.decide(id, ANN, AGREE);
      expect(await reviewOf(id)).toMatchObject({ state: "agreed", decisions: [{}, { undone_at: null }] });

      const escalated = await queued();
      await reviews.decide(escalated, ANN, ESCALATE);
      expect(await next(BEN, "escalated")).toBe(escalated);
      expect((await reviews.undo(escalated, ANN, UNDO)).claim).toMatchObject({ reviewer: "Ben" });
      await reviews.decide(escalated, BEN, AGREE);
      await expect(reviews.undo(escalated, ANN, UNDO)).rejects.toMatchObject({ code: "review_undo_refused" });
    });

    it("returns a verdict to the queue for a complaint: to another person, after all waiting items", async () => {
      const { reviews } = stores();
      const [id, waiting] = [await queued(), await queued()];
      await reviews.decide(id, ANN, AGREE);
      await reviews.appeal(id, CAL, "It was satire.");
      expect(await reviewOf(id)).toMatchObject({
        state: "needs_review",
        reasons: ["confidence", "appeal"],
        appeals: 1,
        outcome: null,
        decisions: [{ decision: "agree" }],
      });
      await expect(reviews.undo(id, ANN, UNDO)).rejects.toMatchObject({ code: "review_undo_refused" });
      expect(await next(ANN)).toBe(waiting);
      expect(await next(ANN)).toBeNull();
      await expect(reviews.decide(id, ANN, OVERTURN)).rejects.toMatchObject({
        code: "review_already_decided",
      });
      expect(await next(BEN)).toBe(id);
      // A second complaint about a waiting item changes neither its position nor its claim.
      expect(await reviews.appeal(id, CAL, "Again.")).toMatchObject({ claim: { reviewer: "Ben" } });
      await reviews.decide(id, BEN, OVERTURN);
      expect(await reviewOf(id)).toMatchObject({ state: "overturned", appeals: 2 });
      expect((await reviews.get(id))?.events.map(({ type, text }) => [type, text])).toEqual([
        ["decision", null],
        ["appeal", "It was satire."],
        ["appeal", "Again."],
        ["decision", OVERTURN.reason],
      ]);
    });

    it("opens for a verdict that needed no review, and for no other record", async () => {
      const { reviews, verdicts } = stores();
      const [judged, complained, failed, waiting] = Array.from({ length: 4 }, () => newItem({ policyId }));
      const items = [judged, complained, failed, waiting].filter((item) => item !== undefined);
      await verdicts.create(items);
      await verdicts.complete(items[0]?.id ?? "", violating());
      await verdicts.complete(items[1]?.id ?? "", newCompletion());
      await verdicts.fail(items[2]?.id ?? "", newFailure());
      for (const work of [reviews.release, reviews.skip]) {
        expect(await work.call(reviews, items[0]?.id ?? "", ANN)).toBeNull();
      }
      expect(await reviews.get(items[0]?.id ?? "")).toBeNull();
      await reviews.decide(items[0]?.id ?? "", ANN, OVERTURN);
      expect(await reviewOf(items[0]?.id ?? "")).toMatchObject({
        state: "overturned",
        reasons: ["request"],
      });
      await reviews.appeal(items[1]?.id ?? "", ANN, "It is not allowed.");
      expect(await reviewOf(items[1]?.id ?? "")).toMatchObject({
        state: "needs_review",
        reasons: ["appeal"],
      });
      for (const item of items.slice(2)) {
        await expect(reviews.claim(item.id, ANN, LEASE_MS)).rejects.toMatchObject({
          code: "verdict_not_reviewable",
        });
      }
      for (const id of [uuidv7(), "x"]) {
        await expect(async () => reviews.claim(id, ANN, LEASE_MS)).rejects.toMatchObject({
          code: "verdict_not_found",
        });
      }
      await verdicts.complete(items[3]?.id ?? "", newCompletion());
    });
  });
}
