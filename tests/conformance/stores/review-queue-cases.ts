import { beforeEach, describe, expect, it } from "vitest";
import { violating } from "../../helpers/stores.ts";
import { LEASE_MS, ANN, BEN, CAL, AGREE, OVERTURN, ESCALATE, reviewFixture } from "./review-fixture.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export function reviewQueueCases(stores: () => StoresUnderTest): void {
  describe("the review queue", () => {
    const { newPolicy, queued, next } = reviewFixture(stores);
    let policyId = "";
    beforeEach(() => {
      policyId = newPolicy();
    });

    it("gives each item to one person, oldest first, and shows who holds it", async () => {
      const { reviews, elsewhere } = stores();
      const ids = [await queued(), await queued(), await queued()];
      const first = await reviews.claimNext(ANN, { policyId, state: "needs_review", leaseMs: LEASE_MS });
      expect(first).toMatchObject({
        id: ids[0],
        record: { id: ids[0], verdict: violating().verdict, review: { state: "needs_review" } },
        content_kept: true,
        claim: { key_id: "team", reviewer: "Ann" },
      });
      expect(await next(BEN)).toBe(ids[1]);
      // Not twice to the same person either: two people may share a key without giving names.
      expect(await next(BEN)).toBe(ids[2]);
      expect(await next(CAL)).toBeNull();
      const { items } = await elsewhere.reviews.list({ policyId, limit: 10 });
      expect(items.map(({ id, claim }) => [id, claim?.reviewer])).toEqual([
        [ids[0], "Ann"],
        [ids[1], "Ben"],
        [ids[2], "Ben"],
      ]);
      expect(items[0]).toEqual(first);
    });

    it("never gives an item to two people, however many claim at once", async () => {
      const { reviews, elsewhere } = stores();
      const ids: string[] = [];
      for (let count = 0; count < 12; count += 1) ids.push(await queued());
      const claims = await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const store = index % 2 === 0 ? reviews : elsewhere.reviews;
          const reviewer = { keyId: `key-${index % 5}`, name: index % 3 === 0 ? null : `person ${index}` };
          const options = { policyId, state: "needs_review", leaseMs: LEASE_MS } as const;
          return (await store.claimNext(reviewer, options))?.id ?? null;
        }),
      );
      const claimed = claims.filter((id) => id !== null);
      expect(new Set(claimed).size).toBe(claimed.length);
      expect(claimed.toSorted()).toEqual(ids.toSorted());
    });

    it("offers an item again when its lease has expired, is released, or is skipped", async () => {
      const { reviews } = stores();
      const [first, second] = [await queued(), await queued()];
      await reviews.claimNext(ANN, { policyId, state: "needs_review", leaseMs: 0 });
      expect(await next(BEN)).toBe(first);
      await expect(reviews.claim(first, ANN, LEASE_MS)).rejects.toMatchObject({ code: "review_claimed" });
      await expect(reviews.decide(first, ANN, AGREE)).rejects.toMatchObject({ code: "review_claimed" });
      expect((await reviews.claim(first, BEN, LEASE_MS)).claim).toMatchObject({ reviewer: "Ben" });
      // Only the person who holds it can release it.
      expect((await reviews.release(first, ANN))?.claim).toMatchObject({ reviewer: "Ben" });
      expect((await reviews.release(first, BEN))?.claim).toBeNull();
      expect(await next(ANN)).toBe(first);

      expect((await reviews.skip(first, ANN))?.claim).toBeNull();
      expect(await next(ANN)).toBe(second);
      await reviews.skip(second, ANN);
      // Both were skipped: the one that was skipped first comes first, and others keep the old order.
      expect(await next(ANN)).toBe(first);
      await reviews.skip(first, ANN);
      expect(await next(ANN)).toBe(second);
      expect(await next(CAL)).toBe(first);
    });

    it("counts waiting items and decisions", async () => {
      const { reviews } = stores();
      const [sampled, wrong] = [await queued({ sample: 1 }), await queued({ sample: 1 })];
      await queued();
      const escalated = await queued();
      await reviews.decide(sampled, ANN, AGREE);
      await reviews.decide(wrong, BEN, OVERTURN);
      await reviews.decide(escalated, BEN, ESCALATE);
      await next(ANN);
      const counts = await reviews.count({ policyId, since: new Date(Date.now() - 3_600_000) });
      expect(counts).toMatchObject({
        queues: [{ policy_id: policyId, needs_review: 1, escalated: 1, claimed: 1 }],
        decisions: { agree: 1, overturn: 1, unsure: 0, escalate: 1 },
        reviewers: [
          { key_id: "team", reviewer: "Ben", decisions: { overturn: 1, escalate: 1 } },
          { key_id: "team", reviewer: "Ann", decisions: { agree: 1 } },
        ],
        sample: { decided: 2, overturned: 1 },
        pairs: [],
      });
      expect(counts.queues[0]?.oldest_age_seconds).toBeGreaterThanOrEqual(0);
      const later = await reviews.count({ policyId, since: new Date(Date.now() + 3_600_000) });
      expect(later.decisions).toEqual({ agree: 0, overturn: 0, unsure: 0, escalate: 0 });
    });

    it("lists pages in a stable order", async () => {
      const { reviews } = stores();
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.push(await queued());
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await reviews.list({ policyId, limit: 2, ...(after === undefined ? {} : { after }) });
        seen.push(...page.items.map(({ id }) => id));
        after = page.nextCursor ?? undefined;
      } while (after !== undefined);
      expect(seen).toEqual(ids);
      await expect(reviews.list({ limit: 1, after: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
    });

    it("limits the entries of an item", async () => {
      const { reviews } = stores();
      const id = await queued();
      for (let count = 0; count < 200; count += 1) await reviews.addNote(id, ANN, "note");
      await expect(reviews.addNote(id, ANN, "note")).rejects.toMatchObject({ code: "review_limit_reached" });
      await reviews.skip(id, ANN);
    });
  });
}
