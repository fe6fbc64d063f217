import { describe, expect, it } from "vitest";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";
import { eventually } from "../../helpers/eventually.ts";

const HOSTILE_TEXT = '\u0000 \uD800 "quoted" \\u0000 {NULL,"}\r\n🙂 \'; drop table gavel.verdicts; --';

export function verdictStoreCases(stores: () => StoresUnderTest): void {
  describe("verdicts", () => {
    it("returns the stored record, from creation to completion", async () => {
      const { verdicts, elsewhere } = stores();
      const item = newItem({
        external_id: "mail 1",
        metadata: { from: "test", n: 1.5, ok: true, none: null },
      });
      const { records, toEnqueue, replayed } = await verdicts.create([item]);
      expect({ toEnqueue, replayed }).toEqual({ toEnqueue: [item.id], replayed: false });
      expect(await elsewhere.verdicts.get(item.id)).toEqual(records[0]);
      expect(await verdicts.get(item.id.toUpperCase())).toEqual(records[0]);

      const work = await verdicts.begin(item.id);
      expect(work).toEqual({
        id: item.id,
        policyId: "spam",
        policyVersion: 1,
        policySha256: item.policySha256,
        content: item.content,
        reasoningEffort: "low",
        attempts: 1,
        createdAt: item.createdAt,
      });
      expect(await verdicts.get(item.id)).toMatchObject({ status: "running", attempts: 1 });
      const completion = newCompletion();
      expect(await verdicts.complete(item.id, completion)).toBe(true);
      const { reasoning, engineMs, generations: _, reviewNeed: __, ...shown } = completion;
      const settled = await elsewhere.verdicts.get(item.id);
      expect(settled).toMatchObject({ status: "completed", ...shown, error: null, erased_at: null });
      expect(settled?.timing_ms).toMatchObject({
        engine: engineMs,
        queued: expect.any(Number),
        total: expect.any(Number),
      });
      expect(JSON.stringify(settled)).not.toContain(reasoning);
      expect(await verdicts.getReasoning(item.id)).toEqual({ reasoning });
    });

    it("keeps every string of callers and models", async () => {
      const { verdicts } = stores();
      const content = { messages: [{ role: HOSTILE_TEXT, content: HOSTILE_TEXT }] };
      const item = newItem({
        content,
        external_id: HOSTILE_TEXT,
        metadata: { [HOSTILE_TEXT]: HOSTILE_TEXT },
      });
      await verdicts.create([item]);
      const verdict = {
        violation: 1 as const,
        rationale: HOSTILE_TEXT,
        "z last": 1,
        "a first": [HOSTILE_TEXT],
      };
      expect((await verdicts.begin(item.id))?.content).toEqual(content);
      await verdicts.complete(item.id, newCompletion({ verdict, reasoning: HOSTILE_TEXT }));
      const record = await verdicts.get(item.id);
      expect(record).toMatchObject({ verdict, external_id: HOSTILE_TEXT, metadata: item.metadata });
      expect(Object.keys(record?.verdict ?? {})).toEqual(Object.keys(verdict));
      expect(await verdicts.getReasoning(item.id)).toEqual({ reasoning: HOSTILE_TEXT });
      const found = await verdicts.list({ filter: { externalId: HOSTILE_TEXT }, limit: 10, order: "asc" });
      expect(found.records.map(({ id }) => id)).toEqual([item.id]);
    });

    it.each(["", "no-uuid", "a\u0000b", uuidv7(), `${uuidv7()} `])(
      "does not find the record %j",
      async (id) => {
        const { verdicts } = stores();
        expect(await verdicts.get(id)).toBeNull();
        expect(await verdicts.getReasoning(id)).toBeNull();
        expect(await verdicts.begin(id)).toBeNull();
        expect(await verdicts.complete(id, newCompletion())).toBe(false);
        expect(await verdicts.fail(id, newFailure())).toBe(false);
        expect(await verdicts.erase(id)).toBeNull();
        await verdicts.requeue(id);
      },
    );

    it("commits all items of a request or none, independently of other requests in the batch", async () => {
      const { verdicts } = stores();
      const taken = newItem();
      await verdicts.create([taken]);
      const good = newItem();
      const lost = newItem();
      const results = await Promise.allSettled([
        verdicts.create([lost, newItem({ id: taken.id })]),
        verdicts.create([good]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
      expect(await verdicts.get(lost.id)).toBeNull();
      expect(await verdicts.get(good.id)).not.toBeNull();
    });

    it("never shows content in an error", async () => {
      const { verdicts } = stores();
      const item = newItem({ content: "very private words" });
      await verdicts.create([item]);
      const refused = await verdicts
        .create([{ ...item, fingerprint: "another" }])
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Error);
      const shown = `${String(refused)} ${JSON.stringify(refused)} ${String((refused as Error).cause)}`;
      expect(shown).not.toContain("private words");
      expect(shown).toContain("23505");
    });

    it("counts attempts across requeues, and does not begin a settled item", async () => {
      const { verdicts } = stores();
      const item = newItem();
      await verdicts.create([item]);
      await verdicts.begin(item.id);
      await verdicts.requeue(item.id);
      expect(await verdicts.get(item.id)).toMatchObject({ status: "queued", attempts: 1 });
      // Begun by a worker that was lost, without a requeue in between.
      expect((await verdicts.begin(item.id))?.attempts).toBe(2);
      expect((await verdicts.begin(item.id))?.attempts).toBe(3);
      expect(await verdicts.fail(item.id, newFailure("expired"))).toBe(true);
      expect(await verdicts.begin(item.id)).toBeNull();
      await verdicts.requeue(item.id);
      expect(await verdicts.get(item.id)).toMatchObject({
        status: "expired",
        attempts: 3,
        error: newFailure().error,
      });
    });

    it("settles once, with concurrent attempts", async () => {
      const { verdicts, elsewhere } = stores();
      const items = Array.from({ length: 20 }, () => newItem());
      await verdicts.create(items);
      const outcomes = await Promise.all(
        items.map(async ({ id }) => {
          const results = await Promise.all([
            verdicts.complete(id, newCompletion()),
            elsewhere.verdicts.complete(id, violating()),
            verdicts.complete(id, violating()),
            elsewhere.verdicts.fail(id, newFailure()),
          ]);
          return { id, results };
        }),
      );
      for (const { id, results } of outcomes) {
        expect(results.filter(Boolean)).toHaveLength(1);
        const record = await verdicts.get(id);
        const expected = ["completed 0", "completed 1", "completed 1", "failed undefined"][
          results.indexOf(true)
        ];
        expect(`${record?.status} ${record?.verdict?.violation}`).toBe(expected);
      }
    });

    it("notifies every process when an item has settled", async () => {
      const { verdicts, elsewhere } = stores();
      const heard = { here: new Set<string>(), there: new Set<string>() };
      const stop = verdicts.onSettled((ids) => ids.forEach((id) => heard.here.add(id)));
      const stopThere = elsewhere.verdicts.onSettled((ids) => ids.forEach((id) => heard.there.add(id)));
      // More than fits into one notification.
      const items = Array.from({ length: 450 }, () => newItem());
      await verdicts.create(items);
      await Promise.all(items.map(({ id }) => verdicts.complete(id, newCompletion())));
      await eventually(() => {
        expect(items.filter(({ id }) => !heard.here.has(id))).toEqual([]);
        expect(items.filter(({ id }) => !heard.there.has(id))).toEqual([]);
      });
      stop();
      stopThere();
    });
  });
}
