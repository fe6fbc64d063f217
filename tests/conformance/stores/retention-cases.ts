import { describe, expect, it } from "vitest";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const HOUR_MS = 3_600_000;

export function retentionCases(stores: () => StoresUnderTest): void {
  describe("housekeeping", () => {
    const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);
    const accepted = (hours: number, content = uuidv7()) =>
      newItem({ content, createdAt: ago(hours), id: uuidv7(ago(hours).getTime()) });

    it("lists what needs a job, oldest first and page by page, and counts it", async () => {
      const { verdicts } = stores();
      const before = await verdicts.countUnsettled();
      const items = [accepted(72), accepted(71), accepted(70)];
      await verdicts.create([
        ...items,
        { ...newItem({ content: items[0]?.content ?? "" }), priority: "batch" },
      ]);
      expect(await verdicts.countUnsettled()).toBe(before + 4);
      const page = await verdicts.listUnsettled({ before: ago(70.5), limit: 100 });
      expect(page).toEqual(
        items.slice(0, 2).map(({ id, priority, createdAt }) => ({ id, priority, createdAt })),
      );
      const rest = await verdicts.listUnsettled({ before: ago(69), afterId: page[0]?.id ?? "", limit: 1 });
      expect(rest.map(({ id }) => id)).toEqual([items[1]?.id]);
      await Promise.all(items.map(({ id }) => verdicts.complete(id, newCompletion())));
      expect(await verdicts.countUnsettled()).toBe(before);
    });

    it("expires items that waited too long, and lets a later follower be judged", async () => {
      const { verdicts } = stores();
      const content = uuidv7();
      const [old, older, follower] = [accepted(50, content), accepted(51), newItem({ content })];
      await verdicts.create([old]);
      await verdicts.create([older]);
      await verdicts.create([follower]);
      await verdicts.begin(old.id);
      expect(await verdicts.expireUnsettled(ago(49))).toBe(2);
      expect(await verdicts.expireUnsettled(ago(49))).toBe(0);
      for (const { id } of [old, older]) {
        expect(await verdicts.get(id)).toMatchObject({ status: "expired", error: { code: "item_expired" } });
      }
      expect(await verdicts.get(follower.id)).toMatchObject({ status: "queued" });
      expect((await verdicts.begin(follower.id))?.content).toBe(content);
      expect(await verdicts.complete(follower.id, newCompletion())).toBe(true);
    });

    it("deletes content, later records, and nothing that is unsettled", async () => {
      const { verdicts } = stores();
      await verdicts.eraseContent(new Date());
      const [settled, waiting] = [accepted(48), accepted(48)];
      await verdicts.create([settled, waiting]);
      await verdicts.complete(settled.id, newCompletion());
      const soon = new Date(Date.now() + 1000);
      expect(await verdicts.eraseContent(ago(1))).toBe(0);
      expect(await verdicts.eraseContent(soon)).toBe(1);
      expect(await verdicts.eraseContent(soon)).toBe(0);
      expect(await verdicts.get(settled.id)).toMatchObject({
        status: "completed",
        verdict: newCompletion().verdict,
      });
      expect(await verdicts.getReasoning(settled.id)).toEqual({ reasoning: newCompletion().reasoning });
      expect(await verdicts.deleteRecords(ago(1))).toBe(0);
      expect(await verdicts.deleteRecords(soon)).toBeGreaterThan(0);
      expect(await verdicts.get(settled.id)).toBeNull();
      expect(await verdicts.getReasoning(settled.id)).toBeNull();
      expect((await verdicts.begin(waiting.id))?.content).toBe(waiting.content);
      await verdicts.complete(waiting.id, newCompletion());
    });

    it("deletes the text of verdicts and reasoning, each after its own time", async () => {
      const { verdicts } = stores();
      const soon = (): Date => new Date(Date.now() + 1000);
      await verdicts.eraseRationale(soon());
      await verdicts.eraseReasoning(soon());
      const reusable = { ...accepted(48), reuseSince: ago(1) };
      const failed = accepted(48);
      await verdicts.create([reusable]);
      await verdicts.create([failed]);
      await verdicts.complete(reusable.id, violating());
      await verdicts.fail(failed.id, newFailure());
      const { rationale: _, ...codes } = violating().verdict;

      expect(await verdicts.eraseReasoning(ago(1))).toBe(0);
      expect(await verdicts.eraseReasoning(soon())).toBe(1);
      expect(await verdicts.getReasoning(reusable.id)).toEqual({ reasoning: null });
      expect(await verdicts.get(reusable.id)).toMatchObject({ verdict: violating().verdict });
      expect(await verdicts.eraseRationale(ago(1))).toBe(0);
      expect(await verdicts.eraseRationale(soon())).toBe(1);
      expect(await verdicts.eraseRationale(soon())).toBe(0);
      expect((await verdicts.get(reusable.id))?.verdict).toEqual({ ...codes, rationale: "" });
      expect((await verdicts.begin(reusable.id))?.content ?? null).toBeNull();
      // A verdict without its text is not reused.
      const again = newItem({ content: reusable.content, reuseSince: ago(1) });
      expect((await verdicts.create([again])).toEnqueue).toEqual([again.id]);
      await verdicts.complete(again.id, newCompletion());
    });

    it("handles more rows than fit in one transaction", async () => {
      const { verdicts } = stores();
      await verdicts.expireUnsettled(ago(20));
      const items = Array.from({ length: 1100 }, () => accepted(24));
      await verdicts.create(items);
      expect(await verdicts.expireUnsettled(ago(23))).toBe(1100);
      expect(await verdicts.eraseContent(new Date(Date.now() + 1000))).toBeGreaterThanOrEqual(1100);
      expect(await verdicts.deleteRecords(new Date(Date.now() + 1000))).toBeGreaterThanOrEqual(1100);
    });
  });
}
