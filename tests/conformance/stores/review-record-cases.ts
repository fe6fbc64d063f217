import { beforeEach, describe, expect, it } from "vitest";
import { newCompletion, newItem, uuidv7 } from "../../helpers/stores.ts";
import { UNDO, ANN, BEN, CAL, AGREE, OVERTURN, reviewFixture } from "./review-fixture.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export function reviewRecordCases(stores: () => StoresUnderTest): void {
  describe("records that people review", () => {
    const { newPolicy, queued, next, reviewOf } = reviewFixture(stores);
    let policyId = "";
    beforeEach(() => {
      policyId = newPolicy();
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

    it("removes what reviewers wrote when the record or its texts are erased, and keeps the decisions", async () => {
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

    it("announces each change to webhooks, and wakes the clients that follow records", async () => {
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
