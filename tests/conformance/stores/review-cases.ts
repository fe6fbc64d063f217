import { beforeEach, describe, expect, it } from "vitest";
import type { ReviewNeed } from "../../../policies/review-need.ts";
import type { RecordReview } from "../../../schemas/review.ts";
import type { NewDecision, Reviewer } from "../../../service/reviews/review-store.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const LEASE_MS = 600_000;
const UNDO = { withinMs: 600_000, leaseMs: LEASE_MS };
const ANN: Reviewer = { keyId: "team", name: "Ann" };
const BEN: Reviewer = { keyId: "team", name: "Ben" };
const CAL: Reviewer = { keyId: "other", name: null };

const AGREE: NewDecision = { decision: "agree", violation: 1, policyCategory: "SP2", reason: null };
const OVERTURN: NewDecision = {
  decision: "overturn",
  violation: 0,
  policyCategory: null,
  reason: "A joke \u0000 between friends.",
};
const UNSURE: NewDecision = { decision: "unsure", violation: null, policyCategory: null, reason: null };
const ESCALATE: NewDecision = { ...UNSURE, decision: "escalate" };

export function reviewCases(stores: () => StoresUnderTest): void {
  describe("the review queue", () => {
    let policyId = "";
    beforeEach(() => {
      policyId = `p-${uuidv7()}`;
    });

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
      // Also not twice to the same person: two people may share a nameless key.
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
      // Both were skipped: the one that was skipped first comes first, and others have the old order.
      expect(await next(ANN)).toBe(first);
      await reviews.skip(first, ANN);
      expect(await next(ANN)).toBe(second);
      expect(await next(CAL)).toBe(first);
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
      // A nameless call with her key may be hers.
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

    it("returns a verdict to the queue for a complaint: to another person, after what waits", async () => {
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
      // A second complaint about an item that waits changes neither its place nor its claim.
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

    it("counts what waits and what was decided", async () => {
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

    it("lists decided items with their content, page by page", async () => {
      const { reviews, verdicts } = stores();
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.push(await queued());
      for (const id of ids.slice(0, 4)) await reviews.decide(id, ANN, id === ids[1] ? OVERTURN : AGREE);
      await verdicts.erase(ids[0] ?? "");
      const first = await reviews.listDecided({ policyId, after: 0, limit: 2 });
      expect(first.items.map(({ record, reason }) => [record.id, reason])).toEqual([
        [ids[1], OVERTURN.reason],
        [ids[2], null],
      ]);
      expect(first.items[0]?.content).toEqual(expect.any(String));
      const rest = await reviews.listDecided({ policyId, after: first.next ?? 0, limit: 2 });
      expect(rest).toMatchObject({ items: [{ record: { id: ids[3] } }], next: null });
      const overturned = await reviews.listDecided({ policyId, state: "overturned", after: 0, limit: 9 });
      expect(overturned.items.map(({ record }) => record.id)).toEqual([ids[1]]);
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

    it("loses what people wrote when the record is erased or its words are, and keeps the decisions", async () => {
      const { reviews, verdicts } = stores();
      const [erased, old] = [await queued(), await queued()];
      for (const id of [erased, old]) {
        await reviews.addNote(id, BEN, "Looks like satire.");
        await reviews.decide(id, ANN, OVERTURN);
        await reviews.appeal(id, CAL, "I disagree.");
      }
      const words = async (id: string) =>
        (await reviews.get(id))?.events.map(({ type, text }) => [type, text]);
      expect(await words(erased)).toEqual([
        ["note", "Looks like satire."],
        ["decision", OVERTURN.reason],
        ["appeal", "I disagree."],
      ]);
      await verdicts.erase(erased);
      await verdicts.eraseRationale(new Date(Date.now() + 60_000));
      for (const id of [erased, old]) {
        expect(await words(id)).toEqual([
          ["note", null],
          ["decision", null],
          ["appeal", null],
        ]);
      }
      expect(await reviewOf(erased)).toMatchObject({
        state: "withdrawn",
        decisions: [{ decision: "overturn", violation: 0 }],
      });
      expect(await reviewOf(old)).toMatchObject({ state: "needs_review" });
      expect(await next(BEN)).toBe(old);
      await expect(reviews.decide(erased, BEN, AGREE)).rejects.toMatchObject({
        code: "verdict_not_reviewable",
      });
    });

    it("limits the entries of an item", async () => {
      const { reviews } = stores();
      const id = await queued();
      for (let count = 0; count < 200; count += 1) await reviews.addNote(id, ANN, "note");
      await expect(reviews.addNote(id, ANN, "note")).rejects.toMatchObject({ code: "review_limit_reached" });
      await reviews.skip(id, ANN);
    });

    it("announces each change to webhooks, and wakes whoever follows records", async () => {
      const { reviews, webhooks, elsewhere } = stores();
      const id = await queued({ second: 1 });
      const webhook = await webhooks.create(
        {
          id: uuidv7(),
          url: "https://receiver.example/hook",
          description: null,
          policyIds: [policyId],
          violation: null,
          secret: "whsec_",
        },
        1000,
      );
      const announced = new Promise<readonly string[]>((resolve) => {
        const stop = elsewhere.verdicts.onSettled((ids) => {
          stop();
          resolve(ids);
        });
      });
      await reviews.decide(id, ANN, AGREE);
      await reviews.decide(id, BEN, AGREE);
      expect(await announced).toEqual([id]);
      await reviews.undo(id, BEN, UNDO);
      await reviews.addNote(id, BEN, "A note changes nothing that the record shows.");
      const claimed = await webhooks.claim({ perWebhook: 10, running: new Map(), leaseMs: 60_000 });
      const mine = claimed.filter(({ webhookId }) => webhookId === webhook?.id);
      // The first of two decisions is not announced.
      expect(mine.map(({ type }) => type)).toEqual(["review.changed", "review.changed"]);
      expect(mine[0]?.record).toEqual(await elsewhere.verdicts.get(id));
      await webhooks.delete(webhook?.id ?? "");
    });

    it("follows records in the stream, in the order of commits and by the same cursors", async () => {
      const { reviews, verdicts, elsewhere } = stores();
      const filter = { policyId };
      const ids = [await queued(), await queued()];
      const middle = await verdicts.settledCursor(filter, "now");
      await reviews.decide(ids[1] ?? "", ANN, OVERTURN);
      const later = await queued();
      await reviews.undo(ids[1] ?? "", ANN, UNDO);

      const whole = await elsewhere.verdicts.follow({ filter, limit: 10 });
      expect(whole.events.map(({ type, record }) => [type, record.id])).toEqual([
        ["verdict", ids[0]],
        ["verdict", ids[1]],
        ["review", ids[1]],
        ["verdict", later],
        ["review", ids[1]],
      ]);
      expect(whole.events[2]?.record).toEqual(await verdicts.get(ids[1] ?? ""));
      expect((await verdicts.follow({ filter, limit: 10, after: middle })).events).toEqual(
        whole.events.slice(2),
      );
      const seen: unknown[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await verdicts.follow({ filter, limit: 2, ...(after === undefined ? {} : { after }) });
        seen.push(...page.events);
        after = page.nextCursor ?? undefined;
        if (!page.hasMore) break;
      }
      expect(seen).toEqual(whole.events);
      const now = await verdicts.settledCursor(filter, "now");
      expect((await verdicts.follow({ filter, limit: 10, after: now })).events).toEqual([]);
      // A listing of records has each of them once, however often it was reviewed.
      const { records } = await verdicts.list({
        filter: { ...filter, settled: true },
        limit: 10,
        order: "asc",
      });
      expect(records.map(({ id }) => id)).toEqual([...ids, later]);
    });

    it("ends the reuse of a verdict that people found to be wrong", async () => {
      const { reviews, verdicts } = stores();
      const content = uuidv7();
      const reuseSince = new Date(Date.now() - 3_600_000);
      const [original, follower, served, judged] = Array.from({ length: 4 }, () =>
        newItem({ content, reuseSince }),
      );
      await verdicts.create([original!]);
      await verdicts.create([follower!]);
      await verdicts.complete(original!.id, newCompletion());
      expect((await verdicts.create([served!])).records).toMatchObject([{ status: "completed" }]);
      await reviews.decide(served!.id, ANN, { ...AGREE, decision: "overturn", reason: "It sells." });
      expect((await verdicts.create([judged!])).records).toMatchObject([{ status: "queued" }]);
      await verdicts.complete(judged!.id, newCompletion());
    });
  });
}
