import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { BatchResult } from "../../../schemas/batch-result.ts";
import type { BadLine } from "../../../service/batches/batch-store.ts";
import { rowsOf } from "../../../service/storage/database/database.ts";
import { type BatchFixture, bad, build, good } from "./batch-fixture.ts";

/** What a batch is from its first line until it is accepted. */
export function uploadCases(fixture: () => BatchFixture): void {
  describe("an upload", () => {
    it("opens an upload once under a key, and then returns it", async () => {
      const { batches, elsewhere } = fixture().stores();
      const named = { keyId: "k", format: "jsonl", idempotencyKey: "nightly" } as const;
      const begun = await Promise.allSettled([batches.open(named), elsewhere.batches.open(named)]);
      const [first, ...others] = begun.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(others).toEqual([]);
      expect(begun).toContainEqual({
        status: "rejected",
        reason: expect.objectContaining({ code: "idempotency_in_progress", retryAfterSeconds: 5 }),
      });
      const id = first !== undefined && "id" in first ? first.id : "";
      await fixture().opening({ ...named, keyId: "another key" });
      await batches.stage(id, [bad(1)]);
      await batches.accept(id, { lines: 1, badLines: 1, items: 0 }, "hash");
      expect(await elsewhere.batches.open(named)).toEqual({ earlierId: id, uploadHmac: "hash" });

      // A day later the key can be used again.
      await fixture()
        .database()
        .run((session) =>
          rowsOf(
            session,
            sql`UPDATE gavel.batches SET created_at = created_at - interval '25 hours' WHERE id = ${id}::uuid`,
          ),
        );
      const next = await fixture().opening(named);
      await batches.abort(next);
      await batches.abort(await fixture().opening(named));
    });

    it("drops an abandoned upload if the same one is sent again", async () => {
      const { batches } = fixture().stores();
      const named = { keyId: "k", format: "csv", idempotencyKey: "lost" } as const;
      const lost = await fixture().opening(named);
      await fixture()
        .database()
        .run((session) =>
          rowsOf(
            session,
            sql`UPDATE gavel.batches SET touched_at = touched_at - interval '2 minutes' WHERE id = ${lost}::uuid`,
          ),
        );
      const again = await fixture().opening(named);
      await expect(batches.stage(lost, [good(1)])).rejects.toMatchObject({ code: "invalid_request" });
      await batches.stage(again, [bad(1)]);
      await batches.accept(again, { lines: 1, badLines: 1, items: 0 }, "hash");
      expect(await batches.open(named)).toEqual({ earlierId: again, uploadHmac: "hash" });
    });

    it("shows a batch once it is accepted, and nothing of an interrupted upload", async () => {
      const { batches } = fixture().stores();
      const id = await fixture().opening({ keyId: "k", format: "csv" });
      await batches.stage(id, [good(1), bad(2)]);
      expect(await batches.get(id)).toBeNull();
      expect(await batches.ownerOf(id)).toBeNull();
      expect(await batches.feed(build, 10)).toBeNull();
      await batches.abort(id);
      expect((await batches.results(id, 0, 10)).lastLine).toBeNull();
      await expect(batches.stage(id, [good(3)])).rejects.toMatchObject({ code: "invalid_request" });
      await expect(batches.accept(id, { lines: 1, badLines: 0, items: 1 })).rejects.toMatchObject({
        code: "invalid_request",
      });
      const kept = await fixture().accepted([good(1)]);
      await batches.abort(kept);
      expect(await batches.get(kept)).toMatchObject({ status: "running", lines: { total: 1, bad: 0 } });
      expect(await batches.ownerOf(kept)).toBe("k");
    });

    it("ends a batch without a valid line immediately", async () => {
      const { batches } = fixture().stores();
      const id = await fixture().accepted([bad(1), bad(7)]);
      expect(await batches.get(id)).toMatchObject({
        status: "completed",
        items: { total: 0 },
        seconds_left: 0,
      });
      const { results } = await batches.results(id, 0, 10);
      expect(results.map(({ line, status }) => [line, status])).toEqual([
        [1, "bad"],
        [7, "bad"],
      ]);
    });

    it("stores consecutive bad lines with the same error in one row, and returns each of them with its number", async () => {
      const { batches } = fixture().stores();
      const other: BadLine = { ...bad(0), error: { ...bad(0).error, detail: "another" } };
      const named = { ...bad(0), externalId: "a" };
      const id = await fixture().accepted([
        ...Array.from({ length: 100 }, (_, n) => bad(n + 1)),
        good(101),
        ...[102, 103].map((line) => ({ ...other, line })),
        ...[104, 105].map((line) => ({ ...named, line })),
        bad(106),
        bad(108),
      ]);
      await fixture().finishAll();
      const rows = await fixture()
        .database()
        .run((session) =>
          rowsOf<{ line: number }>(
            session,
            sql`SELECT line FROM gavel.batch_lines WHERE batch_id = ${id}::uuid ORDER BY line`,
          ),
        );
      expect(rows.map(({ line }) => line)).toEqual([1, 101, 102, 104, 105, 106, 108]);

      for (const limit of [1, 7, 1000]) {
        const found: BatchResult[] = [];
        for (let after: number | null = 0; after !== null;) {
          const { results, lastLine } = await batches.results(id, after, limit);
          expect(results.length).toBeLessThanOrEqual(limit);
          found.push(...results);
          after = lastLine;
        }
        expect(found.map(({ line }) => line)).toEqual([...Array.from({ length: 106 }, (_, n) => n + 1), 108]);
        expect(found[99]).toMatchObject({ status: "bad", external_id: null, error: { detail: "d" } });
        expect(found[100]).toMatchObject({ status: "completed" });
        expect(found.slice(101, 105)).toMatchObject([
          { external_id: null, error: { detail: "another" } },
          { external_id: null, error: { detail: "another" } },
          { external_id: "a", error: { detail: "d" } },
          { external_id: "a", error: { detail: "d" } },
        ]);
      }
    });
  });
}
