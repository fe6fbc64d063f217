import { describe, expect, it } from "vitest";
import type { VerdictStore } from "../../../service/judging/verdict-store.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const HOUR_MS = 3_600_000;

/** Reusing an earlier verdict of an identical item. */
export function reuseCases(stores: () => StoresUnderTest): void {
  describe("reused verdicts", () => {
    const hourAgo = (): Date => new Date(Date.now() - HOUR_MS);
    const cached = (content: string, reuseSince: Date | null = hourAgo()) => newItem({ content, reuseSince });

    /** An item that was judged, with this outcome. */
    async function judged(verdicts: VerdictStore, content: string, completion = violating()) {
      const item = cached(content);
      await verdicts.create([item]);
      await verdicts.begin(item.id);
      await verdicts.complete(item.id, completion);
      return item;
    }

    it("settle a new record immediately, with cached_from and the caller's own ids", async () => {
      const { verdicts, elsewhere } = stores();
      const content = uuidv7();
      const original = await judged(verdicts, content);
      const before = await verdicts.get(original.id);
      const again = {
        ...cached(content),
        external_id: 'mine "\u0000',
        metadata: { a: 1 },
        priority: "batch" as const,
      };
      const { records, toEnqueue, replayed } = await elsewhere.verdicts.create([again]);
      expect({ toEnqueue, replayed }).toEqual({ toEnqueue: [], replayed: false });
      const [record] = records;
      expect(record).toEqual(await verdicts.get(again.id));
      expect(record).toEqual({
        ...before,
        id: again.id,
        cached_from: original.id,
        external_id: 'mine "\u0000',
        metadata: { a: 1 },
        priority: "batch",
        usage: { prompt_tokens: 0, cached_tokens: 0, reasoning_tokens: 0, completion_tokens: 0 },
        timing_ms: { queued: 0, engine: 0, total: expect.any(Number) },
        attempts: 0,
        created_at: again.createdAt.toISOString(),
        completed_at: expect.any(String),
      });
      expect(Date.parse(record?.completed_at ?? "")).toBeGreaterThanOrEqual(again.createdAt.getTime());
      expect(await verdicts.getReasoning(again.id)).toEqual({ reasoning: violating().reasoning });
      expect(before?.cached_from).toBeNull();
      expect(await verdicts.begin(again.id)).toBeNull();
      expect(await verdicts.complete(again.id, newCompletion())).toBe(false);
    });

    it("are listed by both positions and announced", async () => {
      const { verdicts, elsewhere } = stores();
      const content = uuidv7();
      const policyId = uuidv7();
      const heard: string[] = [];
      const stop = elsewhere.verdicts.onSettled((ids) => heard.push(...ids));
      const original = { ...cached(content), policyId };
      await verdicts.create([original]);
      await verdicts.complete(original.id, violating());
      const again = { ...cached(content), policyId };
      await verdicts.create([again]);
      for (const filter of [
        { policyId },
        { policyId, violation: 1 as const },
        { policyId, settled: true as const },
      ]) {
        const { records } = await verdicts.list({ filter, limit: 10, order: "asc" });
        expect(records.map(({ id }) => id)).toEqual([original.id, again.id]);
      }
      await expect.poll(() => heard.includes(again.id)).toBe(true);
      stop();
    });

    it("are not reused for a policy without a cache, nor after their time, however often they were requested", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const original = await judged(verdicts, content);
      const settledAt = new Date((await verdicts.get(original.id))?.completed_at ?? "");
      await verdicts.create([cached(content, settledAt)]);
      const tooOld = cached(content, new Date(settledAt.getTime() + 1));
      expect((await verdicts.create([tooOld])).toEnqueue).toEqual([tooOld.id]);
      await verdicts.fail(tooOld.id, newFailure());
      const uncached = cached(content, null);
      expect((await verdicts.create([uncached])).toEnqueue).toEqual([uncached.id]);
      await verdicts.complete(uncached.id, newCompletion());
      // A verdict that was judged without a cache is not reused either.
      const later = await verdicts.create([cached(content)]);
      expect(later.records[0]).toMatchObject({ cached_from: original.id, verdict: { violation: 1 } });
    });

    it("are completed and have the same fingerprint; the newest is reused", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const failed = cached(content);
      await verdicts.create([failed]);
      await verdicts.fail(failed.id, newFailure("failed"));
      const expired = cached(content);
      expect((await verdicts.create([expired])).toEnqueue).toEqual([expired.id]);
      await verdicts.fail(expired.id, newFailure("expired"));
      const first = await judged(verdicts, content);
      const second = { ...cached(content), fingerprint: "another" };
      expect((await verdicts.create([second])).toEnqueue).toEqual([second.id]);
      await verdicts.complete(second.id, newCompletion());
      expect((await verdicts.create([cached(content)])).records[0]?.cached_from).toBe(first.id);
      const third = cached(content, new Date(Date.now() + HOUR_MS));
      await verdicts.create([third]);
      await verdicts.complete(third.id, newCompletion());
      expect((await verdicts.create([cached(content)])).records[0]).toMatchObject({
        cached_from: third.id,
        verdict: { violation: 0 },
      });
    });

    it("take precedence over an identical item in flight, and can be in a request with items that are judged", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const original = await judged(verdicts, content);
      const inFlight = cached(content, null);
      await verdicts.create([inFlight]);
      const items = [cached(content), newItem(), cached(content), cached(uuidv7())];
      const { records, toEnqueue } = await verdicts.create(items);
      expect(records.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      expect(records.map(({ cached_from }) => cached_from)).toEqual([original.id, null, original.id, null]);
      expect(records.map(({ status }) => status)).toEqual(["completed", "queued", "completed", "queued"]);
      expect(toEnqueue).toEqual([items[1]?.id, items[3]?.id]);
      expect(await verdicts.get(inFlight.id)).toMatchObject({ status: "queued" });
      for (const { id } of [inFlight, ...items]) await verdicts.fail(id, newFailure());
    });

    it("are returned again for the same Idempotency-Key", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      await judged(verdicts, content);
      const key = { scope: "key-1", key: uuidv7(), bodyHmac: "0" };
      const first = await verdicts.create([cached(content)], key);
      const again = await verdicts.create([cached(content)], key);
      expect(again).toEqual({ records: first.records, toEnqueue: [], replayed: true });
    });

    it("are no longer reused after the original is erased or deleted, and keep their verdicts", async () => {
      const { verdicts } = stores();
      for (const end of ["erase", "delete"] as const) {
        const content = uuidv7();
        const original = await judged(verdicts, content);
        const copy = cached(content);
        await verdicts.create([copy]);
        const before = await verdicts.get(copy.id);
        if (end === "erase") {
          await verdicts.erase(original.id);
        } else {
          // The original is deleted; the copy is newer.
          await new Promise((resolve) => setTimeout(resolve, 5));
          const borderline = new Date(before?.completed_at ?? "");
          await verdicts.deleteRecords(borderline);
          expect(await verdicts.get(original.id)).toBeNull();
        }
        expect(await verdicts.get(copy.id)).toEqual(before);
        expect(await verdicts.getReasoning(copy.id)).toEqual({ reasoning: violating().reasoning });
        const next = cached(content);
        expect((await verdicts.create([next])).toEnqueue).toEqual([next.id]);
        await verdicts.fail(next.id, newFailure());
      }
    });

    it("can be erased by themselves", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const original = await judged(verdicts, content);
      const copy = cached(content);
      await verdicts.create([copy]);
      const erased = await verdicts.erase(copy.id);
      expect(erased?.record).toMatchObject({ cached_from: null, verdict: { rationale: "" } });
      expect(await verdicts.get(original.id)).toMatchObject({
        verdict: violating().verdict,
        erased_at: null,
      });
      expect((await verdicts.create([cached(content)])).records[0]?.cached_from).toBe(original.id);
    });

    it("are copied from an existing record, while others create, settle and erase", async () => {
      const { verdicts, elsewhere } = stores();
      const content = uuidv7();
      const records: string[] = [];
      await Promise.all(
        Array.from({ length: 6 }, async (_, worker) => {
          const store = worker % 2 === 0 ? verdicts : elsewhere.verdicts;
          for (let round = 0; round < 15; round += 1) {
            const item = cached(content);
            const { toEnqueue } = await store.create([item]);
            for (const id of toEnqueue) await store.complete(id, newCompletion());
            records.push(item.id);
            if (worker === 0) await store.erase(item.id);
          }
        }),
      );
      const settled = await Promise.all(records.map((id) => verdicts.get(id)));
      expect(
        settled.filter((record) => record?.status === "completed" && record.erased_at === null),
      ).toHaveLength(75);
      // A copy never holds a tombstone's empty rationale.
      for (const record of settled) {
        if (record?.erased_at === null) expect(record.verdict?.rationale).toBe("It breaks no rule.");
      }
    });
  });
}
