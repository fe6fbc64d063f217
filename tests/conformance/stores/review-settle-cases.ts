import { describe, expect, it } from "vitest";
import type { ReviewNeed } from "../../../policies/review-need.ts";
import { isInShare } from "../../../evaluation/sampling/is-in-share.ts";
import { newCompletion, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const NEED: ReviewNeed = { reasons: [], sample: 0, second: 0 };

/** Which records need a review once they are settled. */
export function reviewSettleCases(stores: () => StoresUnderTest): void {
  describe("reviews of settled records", () => {
    it("are null without a need, and never change the verdict", async () => {
      const { verdicts, elsewhere } = stores();
      const [none, not, low] = [newItem(), newItem(), newItem()];
      const plain = newItem();
      await verdicts.create([none, not, low, plain]);
      await verdicts.complete(plain.id, violating());
      await verdicts.complete(none.id, newCompletion());
      await verdicts.complete(not.id, newCompletion({ reviewNeed: NEED }));
      await verdicts.complete(low.id, {
        ...violating(),
        reviewNeed: { ...NEED, reasons: ["score", "confidence"] },
      });
      expect(await verdicts.get(none.id)).toMatchObject({ status: "completed", review: null });
      expect(await verdicts.get(not.id)).toMatchObject({ status: "completed", review: null });
      const record = await elsewhere.verdicts.get(low.id);
      expect(record).toMatchObject({
        status: "completed",
        verdict: violating().verdict,
        score: violating().score,
        review: {
          state: "needs_review",
          reasons: ["score", "confidence"],
          reviewers: 1,
          appeals: 0,
          outcome: null,
          decisions: [],
        },
      });
      expect(record?.verdict).toEqual((await verdicts.get(plain.id))?.verdict);
    });

    it("are sampled for each record by its own id: leaders, followers and reused verdicts alike", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const reuseSince = new Date(Date.now() - 3_600_000);
      const items = Array.from({ length: 40 }, () => newItem({ content, reuseSince }));
      await verdicts.create(items.slice(0, 1));
      await verdicts.create(items.slice(1, 20));
      const need = { ...NEED, sample: 0.5, second: 0.5 };
      await verdicts.complete(items[0]?.id ?? "", newCompletion({ reviewNeed: need }));
      const { records } = await verdicts.create(items.slice(20));
      expect(records.every((record) => record.cached_from !== null)).toBe(true);
      for (const record of records) expect(record).toEqual(await verdicts.get(record.id));
      for (const { id } of items) {
        const review = (await verdicts.get(id))?.review ?? null;
        expect(review?.reasons ?? null).toEqual(isInShare(`sample:${id}`, 0.5) ? ["sample"] : null);
        if (review !== null) expect(review.reviewers).toBe(isInShare(`second:${id}`, 0.5) ? 2 : 1);
      }
    });

    it("are withdrawn when the record is erased", async () => {
      const { verdicts } = stores();
      const item = newItem();
      await verdicts.create([item]);
      await verdicts.complete(item.id, newCompletion({ reviewNeed: { ...NEED, reasons: ["citations"] } }));
      const erased = await verdicts.erase(item.id);
      expect(erased?.record.review).toMatchObject({ state: "withdrawn", reasons: ["citations"] });
      expect(await verdicts.get(item.id)).toEqual(erased?.record);
      expect((await verdicts.erase(item.id))?.record.review).toMatchObject({ state: "withdrawn" });
    });
  });
}
