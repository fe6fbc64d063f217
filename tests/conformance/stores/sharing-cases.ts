import { describe, expect, it } from "vitest";
import type { CreateResult } from "../../../service/judging/verdict-store.ts";
import { newCompletion, newFailure, newItem, sha256, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const LIMIT = 100;

export function sharingCases(stores: () => StoresUnderTest): void {
  describe("idempotency", () => {
    const idempotency = (key = uuidv7(), body = "body") => ({
      scope: "key-1",
      key,
      bodyHmac: sha256(body),
    });

    it("returns the same records for the same key and body, in their current state", async () => {
      const { verdicts, elsewhere } = stores();
      const key = idempotency();
      const items = [newItem(), newItem({ policyId: "hate" })];
      await verdicts.create(items, key);
      await verdicts.complete(items[0]?.id ?? "", violating());
      const again = await elsewhere.verdicts.create([newItem(), newItem()], key);
      expect(again).toMatchObject({ replayed: true, toEnqueue: [] });
      expect(again.records.map(({ id, status }) => [id, status])).toEqual([
        [items[0]?.id, "completed"],
        [items[1]?.id, "queued"],
      ]);
    });

    it("finds the records of a key without creating any", async () => {
      const { verdicts, elsewhere } = stores();
      const key = idempotency();
      expect(await verdicts.findReplay(key)).toBeNull();
      const item = newItem();
      await verdicts.create([item], key);
      expect((await elsewhere.verdicts.findReplay(key))?.map(({ id }) => id)).toEqual([item.id]);
      const other = verdicts.findReplay({ ...key, bodyHmac: sha256("another") });
      await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
    });

    it("refuses another body, and accepts the same key of another caller", async () => {
      const { verdicts } = stores();
      const key = idempotency();
      await verdicts.create([newItem()], key);
      const other = verdicts.create([newItem()], { ...key, bodyHmac: sha256("another") });
      await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
      const stranger = await verdicts.create([newItem()], { ...key, scope: "key-2" });
      expect(stranger.replayed).toBe(false);
    });

    it("lets one of many concurrent requests create the records", async () => {
      const { verdicts, elsewhere } = stores();
      const key = idempotency('a\u0000b " \\');
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? verdicts : elsewhere.verdicts).create([newItem()], key),
        ),
      );
      expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(new Set(results.flatMap(({ records }) => records.map(({ id }) => id))).size).toBe(1);
      expect(results.flatMap(({ toEnqueue }) => toEnqueue)).toHaveLength(1);
    });

    it("deletes a key with its records", async () => {
      const { verdicts } = stores();
      const key = idempotency();
      const item = newItem();
      await verdicts.create([item], key);
      await verdicts.complete(item.id, newCompletion());
      await verdicts.deleteRecords(new Date(Date.now() + 60_000));
      expect(await verdicts.create([newItem()], key)).toMatchObject({ replayed: false });
    });
  });

  describe("identical items in flight", () => {
    it("do not conflict when the leader is erased at the same time", async () => {
      const { verdicts, elsewhere } = stores();
      for (let round = 0; round < 40; round += 1) {
        const content = uuidv7();
        const leader = newItem({ content });
        await verdicts.create([leader]);
        await verdicts.create([newItem({ content })]);
        const [created] = await Promise.all([
          elsewhere.verdicts.create([newItem({ content })]),
          verdicts.erase(leader.id),
        ]);
        expect(created.records[0]?.status).toBe("queued");
      }
    });

    it("are judged once, and each gets its own record", async () => {
      const { verdicts, elsewhere } = stores();
      const content = uuidv7();
      const leader = newItem({ content });
      const followers = [newItem({ content, external_id: "mine" }), newItem({ content })];
      await verdicts.create([leader]);
      const created = await Promise.all(followers.map((item) => elsewhere.verdicts.create([item])));
      expect(created.map(({ toEnqueue }) => toEnqueue)).toEqual([[], []]);
      const unsettled = await verdicts.listUnsettled({ before: new Date(Date.now() + 1000), limit: 10_000 });
      const inFlight = new Set(unsettled.map(({ id }) => id));
      expect([leader, ...followers].map(({ id }) => inFlight.has(id))).toEqual([true, false, false]);
      expect(await verdicts.begin(followers[0]?.id ?? "")).toBeNull();
      await verdicts.begin(leader.id);
      expect(await verdicts.complete(leader.id, violating())).toBe(true);
      for (const { id, external_id: externalId } of followers) {
        const record = await verdicts.get(id);
        expect(record).toMatchObject({ id, status: "completed", external_id: externalId, attempts: 1 });
        expect(record?.verdict).toEqual(violating().verdict);
        expect(record?.timing_ms.queued).toBeGreaterThanOrEqual(0);
        expect(await verdicts.getReasoning(id)).toEqual({ reasoning: violating().reasoning });
        expect(await verdicts.complete(id, newCompletion())).toBe(false);
      }
      expect((await verdicts.create([newItem({ content })])).toEnqueue).toHaveLength(1);
    });

    it("are followers within one request as well", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const items = [newItem({ content }), newItem({ content }), newItem()];
      expect((await verdicts.create(items)).toEnqueue).toEqual([items[0]?.id, items[2]?.id]);
      await verdicts.fail(items[0]?.id ?? "", newFailure());
      expect(await verdicts.get(items[1]?.id ?? "")).toMatchObject({
        status: "failed",
        error: newFailure().error,
      });
      expect(await verdicts.get(items[2]?.id ?? "")).toMatchObject({ status: "queued" });
    });

    it("all settle, in any order of concurrent creating and settling", async () => {
      const { verdicts, elsewhere } = stores();
      const content = uuidv7();
      const ids: string[] = [];
      const settleAll = async ({ toEnqueue }: CreateResult): Promise<void> => {
        for (const id of toEnqueue) await elsewhere.verdicts.complete(id, newCompletion());
      };
      await Promise.all(
        Array.from({ length: 4 }, async (_, caller) => {
          for (let round = 0; round < 25; round += 1) {
            const item = newItem({ content });
            ids.push(item.id);
            await settleAll(await (caller % 2 === 0 ? verdicts : elsewhere.verdicts).create([item]));
          }
        }),
      );
      const records = await Promise.all(ids.map((id) => verdicts.get(id)));
      expect(new Set(records.map((record) => record?.status))).toEqual(new Set(["completed"]));
      expect(records).toHaveLength(LIMIT);
    });
  });

  describe("erasing", () => {
    it("leaves a tombstone of a judged item", async () => {
      const { verdicts } = stores();
      const item = newItem({ external_id: "erase me", metadata: { from: "them" }, keyId: "k" });
      const request = { scope: "k", key: uuidv7(), bodyHmac: "0" };
      await verdicts.create([item], request);
      await verdicts.complete(
        item.id,
        newCompletion({
          verdict: {
            violation: 1,
            policy_category: "SP2",
            rule_ids: ["SP2.a", "as they said"],
            confidence: "said by them",
            rationale: "words",
            quote: "more words",
          },
        }),
      );
      const erased = await verdicts.erase(item.id);
      expect(erased?.toEnqueue).toEqual([]);
      expect(erased?.record).toMatchObject({
        status: "completed",
        external_id: null,
        metadata: null,
        content_hmac: null,
        checks: null,
        model: { name: "test", prompt_hmac: null },
        key_id: "k",
        erased_at: expect.any(String),
      });
      expect(erased?.record.verdict).toEqual({ violation: 1, policy_category: "SP2", rationale: "" });
      expect(await verdicts.getReasoning(item.id)).toEqual({ reasoning: null });
      expect(await verdicts.erase(item.id)).toEqual(erased);
      expect(await verdicts.eraseContent(new Date(Date.now() + 60_000))).not.toBeNull();
      expect(await verdicts.get(item.id)).toEqual(erased?.record);
      const { records } = await verdicts.list({
        filter: { externalId: "erase me" },
        limit: 10,
        order: "asc",
      });
      expect(records).toEqual([]);
      expect(await verdicts.findReplay(request)).toBeNull();
    });

    it("expires an item that was not judged, permanently", async () => {
      const { verdicts } = stores();
      const item = newItem();
      await verdicts.create([item]);
      await verdicts.begin(item.id);
      const erased = await verdicts.erase(item.id);
      expect(erased).toMatchObject({
        record: { status: "expired", error: { code: "item_expired" } },
        toEnqueue: [],
      });
      expect(await verdicts.complete(item.id, newCompletion())).toBe(false);
      expect(await verdicts.begin(item.id)).toBeNull();
    });

    it("makes the first follower the leader of the others", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const items = [newItem({ content }), newItem({ content }), newItem({ content })];
      for (const item of items) await verdicts.create([item]);
      const [first, second, third] = items.map(({ id }) => id) as [string, string, string];
      await verdicts.begin(first);
      expect((await verdicts.erase(first))?.toEnqueue).toEqual([second]);
      expect((await verdicts.begin(second))?.content).toBe(content);
      // A new identical item becomes a follower, and not a second leader.
      const fourth = newItem({ content });
      expect((await verdicts.create([fourth])).toEnqueue).toEqual([]);
      await verdicts.complete(second, violating());
      for (const id of [second, third, fourth.id]) {
        expect(await verdicts.get(id)).toMatchObject({ status: "completed", verdict: { violation: 1 } });
      }
      expect(await verdicts.get(first)).toMatchObject({ status: "expired", verdict: null });
    });

    it("removes a follower without changing its leader", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const [leader, follower] = [newItem({ content }), newItem({ content })];
      await verdicts.create([leader]);
      await verdicts.create([follower]);
      expect(await verdicts.erase(follower.id)).toMatchObject({
        record: { status: "expired" },
        toEnqueue: [],
      });
      expect(await verdicts.complete(leader.id, newCompletion())).toBe(true);
      expect(await verdicts.get(follower.id)).toMatchObject({ status: "expired", verdict: null });
    });
  });
}
