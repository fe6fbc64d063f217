import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../../../service/storage/database/database.ts";
import { newCompletion, newItem } from "../../helpers/stores.ts";
import { type BatchFixture, TARGET, bad, build, good } from "./batch-fixture.ts";

/** How batches are cancelled, listed and removed. */
export function lifecycleCases(fixture: () => BatchFixture): void {
  describe("after an upload", () => {
    it("cancels: waiting lines and unsettled items expire, but identical items of other requests are judged", async () => {
      const { batches, verdicts } = fixture().stores();
      const id = await fixture().accepted(Array.from({ length: 6 }, (_, n) => good(n + 1)));
      await batches.feed(build, 3);
      const [first, second] = await verdicts.listUnsettled({
        before: new Date(Date.now() + 1000),
        limit: 10,
      });
      await verdicts.complete(first?.id ?? "", newCompletion());
      const leader = await verdicts.begin(second?.id ?? "");
      const follower = newItem({ content: leader?.content ?? "" });
      const equal = build(good(1, { content: leader?.content ?? "" }), TARGET, "k");
      await verdicts.create([{ ...follower, fingerprint: equal.fingerprint }]);

      expect(await batches.cancel(id)).toMatchObject({ status: "cancelling" });
      expect(await batches.feed(build, 10)).toBeNull();
      expect(await batches.cancelNext()).toEqual([{ id: follower.id, priority: "interactive" }]);
      await batches.settle();
      expect(await batches.get(id)).toMatchObject({
        status: "cancelled",
        items: { total: 6, queued: 0, running: 0, completed: 1, expired: 5 },
      });
      expect(await fixture().contentsLeft(id)).toBe(0);
      expect(await verdicts.complete(second?.id ?? "", newCompletion())).toBe(false);
      expect(await verdicts.get(follower.id)).toMatchObject({ status: "queued" });
      const { results } = await batches.results(id, 0, 10);
      expect(results.map(({ status, error, record }) => [status, error?.code, record === null])).toEqual([
        ["completed", undefined, false],
        ["expired", "batch_cancelled", false],
        ["expired", "batch_cancelled", false],
        ["expired", "batch_cancelled", true],
        ["expired", "batch_cancelled", true],
        ["expired", "batch_cancelled", true],
      ]);
      expect(await batches.cancel(id)).toMatchObject({ status: "cancelled" });
      expect(await batches.cancel("019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10")).toBeNull();
    });

    it("reports a rate when it is known, and lists the newest batch first", async () => {
      const { batches } = fixture().stores();
      const ids = [
        await fixture().accepted([good(1)]),
        await fixture().accepted([good(1)]),
        await fixture().accepted([good(1)]),
      ];
      expect(await batches.get(ids[0] ?? "")).toMatchObject({ items_per_second: null, seconds_left: null });
      const page = await batches.list({ limit: 2 });
      expect(page.batches.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
      expect(page.hasMore).toBe(true);
      const next = await batches.list({ limit: 1, after: ids[1] ?? "" });
      expect(next.batches.map(({ id }) => id)).toEqual([ids[0]]);
      await batches.feed(build, 10);
      await fixture()
        .database()
        .run((session) =>
          rowsOf(
            session,
            sql`UPDATE gavel.batches SET earlier_mark_at = earlier_mark_at - interval '10 seconds',
                latest_mark_at = latest_mark_at - interval '10 seconds' WHERE id = ${ids[0]}::uuid`,
          ),
        );
      const seen = await batches.get(ids[0] ?? "");
      expect(seen).toMatchObject({ items_per_second: 0, seconds_left: null });
      await fixture().judgeAll();
      expect((await batches.get(ids[0] ?? ""))?.items_per_second).toBeGreaterThan(0);
      expect(await batches.countByStatus()).toMatchObject({ running: 3, cancelling: 0 });
    });

    it("removes old batches and abandoned uploads, with their lines", async () => {
      const { batches } = fixture().stores();
      const done = await fixture().accepted([bad(1)]);
      const running = await fixture().accepted([good(1)]);
      const sending = await fixture().opening({ keyId: "k", format: "jsonl" });
      await batches.stage(sending, [good(1)]);
      await batches.sweep(new Date(0));
      await batches.stage(sending, [good(2)]);
      await fixture()
        .database()
        .run((session) =>
          rowsOf(
            session,
            sql`UPDATE gavel.batches SET touched_at = touched_at - interval '16 minutes' WHERE id = ${sending}::uuid`,
          ),
        );
      expect(await batches.sweep(new Date(Date.now() + 60_000))).toBeGreaterThanOrEqual(2);
      expect(await batches.get(done)).toBeNull();
      expect((await batches.results(done, 0, 10)).lastLine).toBeNull();
      await expect(batches.stage(sending, [good(3)])).rejects.toMatchObject({ code: "invalid_request" });
      expect((await batches.results(sending, 0, 10)).lastLine).toBeNull();
      expect(await batches.get(running)).toMatchObject({ status: "running" });
    });
  });
}
