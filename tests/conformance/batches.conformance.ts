import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BatchResult } from "../../schemas/batch-result.ts";
import { createItem as makeItem, type Target } from "../../service/judging/create-item.ts";
import type { BadLine, GoodLine, NewBatch, StagedLine } from "../../service/batches/batch-store.ts";
import type { NewItem } from "../../service/judging/verdict-store.ts";
import { DatabaseBatchStore } from "../../service/storage/batches/batch-store.ts";
import { type Database, rowsOf } from "../../service/storage/database/database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { newCompletion, newFailure, newItem, sha256 } from "../helpers/stores.ts";
import type { OpenedDatabases } from "./stores.conformance.ts";

const TARGET: Target = {
  policyId: "spam",
  policyVersion: 1,
  policySha256: "0".repeat(64),
  reasoningEffort: "low",
  cacheTtlSeconds: 0,
};
const ENGINE = {
  defaultReasoningEffort: "low",
  maxReasoningTokens: { low: 1, medium: 2, high: 3 },
  seed: null,
} as const;

let serial = 0;

function good(line: number, overrides: Partial<GoodLine> = {}): GoodLine {
  serial += 1;
  return {
    line,
    externalId: null,
    content: `line ${serial}`,
    metadata: null,
    targets: [TARGET],
    ...overrides,
  };
}

function bad(line: number): BadLine {
  return { line, externalId: null, error: { code: "bad_line", title: "t", detail: "d" } };
}

function build({ content, externalId }: GoodLine, target: Target, keyId: string): NewItem {
  const request = {
    content,
    priority: "batch",
    ...(externalId === null ? {} : { external_id: externalId }),
  } as const;
  const accepted = { contentHmac: sha256(JSON.stringify(content)), createdAt: new Date() };
  const place = { keyId, awaited: false, inBacklog: false };
  return makeItem(request, target, { ...accepted, ...place }, ENGINE);
}

/** What every implementation of the batch store must do. */
export function batchesConformance(name: string, open: () => Promise<OpenedDatabases>): void {
  describe(`batches on ${name}`, () => {
    let opened: OpenedDatabases;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const database = (): Database => opened.databases[0];
    const stores = () => ({
      batches: new DatabaseBatchStore(database()),
      verdicts: new DatabaseVerdictStore(database()),
      /** As if in another process, if the implementation allows it. */
      elsewhere: { batches: new DatabaseBatchStore(opened.databases[1] ?? database()) },
    });

    async function opening(batch: NewBatch): Promise<string> {
      const found = await stores().batches.open(batch);
      if ("earlierId" in found) throw new Error("It was accepted earlier");
      return found.id;
    }

    async function accepted(lines: readonly StagedLine[]): Promise<string> {
      const { batches } = stores();
      const id = await opening({ keyId: "k", format: "jsonl" });
      await batches.stage(id, lines);
      const goodLines = lines.filter((line) => "targets" in line);
      await batches.accept(id, {
        lines: lines.length,
        badLines: lines.length - goodLines.length,
        items: goodLines.reduce((sum, { targets }) => sum + targets.length, 0),
      });
      return id;
    }

    /** Settles what is unsettled as completed. */
    async function judgeAll(): Promise<void> {
      const { verdicts } = stores();
      for (;;) {
        const open = await verdicts.listUnsettled({ before: new Date(Date.now() + 60_000), limit: 200 });
        if (open.length === 0) return;
        await Promise.all(open.map(({ id }) => verdicts.complete(id, newCompletion())));
      }
    }

    async function finishAll(): Promise<void> {
      const { batches } = stores();
      while (await batches.hasWork()) {
        while ((await batches.feed(build, 1000)) !== null);
        await batches.cancelNext();
        await judgeAll();
        await batches.settle();
      }
    }

    async function contentsLeft(id: string): Promise<number> {
      const rows = await database().run((session) =>
        rowsOf<{ n: number }>(
          session,
          sql`SELECT count(item)::int AS n FROM gavel.batch_lines WHERE batch_id = ${id}::uuid`,
        ),
      );
      return rows[0]?.n ?? 0;
    }

    beforeEach(finishAll);

    it("opens an upload once under a key, and then returns it", async () => {
      const { batches, elsewhere } = stores();
      const named = { keyId: "k", format: "jsonl", idempotencyKey: "nightly" } as const;
      const begun = await Promise.allSettled([batches.open(named), elsewhere.batches.open(named)]);
      const [first, ...others] = begun.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(others).toEqual([]);
      expect(begun).toContainEqual({
        status: "rejected",
        reason: expect.objectContaining({ code: "idempotency_in_progress", retryAfterSeconds: 5 }),
      });
      const id = first !== undefined && "id" in first ? first.id : "";
      await opening({ ...named, keyId: "another key" });
      await batches.stage(id, [bad(1)]);
      await batches.accept(id, { lines: 1, badLines: 1, items: 0 }, "hash");
      expect(await elsewhere.batches.open(named)).toEqual({ earlierId: id, uploadHmac: "hash" });

      // A day later the key can be used again.
      await database().run((session) =>
        rowsOf(
          session,
          sql`UPDATE gavel.batches SET created_at = created_at - interval '25 hours' WHERE id = ${id}::uuid`,
        ),
      );
      const next = await opening(named);
      await batches.abort(next);
      await batches.abort(await opening(named));
    });

    it("drops an abandoned upload if the same one is sent again", async () => {
      const { batches } = stores();
      const named = { keyId: "k", format: "csv", idempotencyKey: "lost" } as const;
      const lost = await opening(named);
      await database().run((session) =>
        rowsOf(
          session,
          sql`UPDATE gavel.batches SET touched_at = touched_at - interval '2 minutes' WHERE id = ${lost}::uuid`,
        ),
      );
      const again = await opening(named);
      await expect(batches.stage(lost, [good(1)])).rejects.toMatchObject({ code: "invalid_request" });
      await batches.stage(again, [bad(1)]);
      await batches.accept(again, { lines: 1, badLines: 1, items: 0 }, "hash");
      expect(await batches.open(named)).toEqual({ earlierId: again, uploadHmac: "hash" });
    });

    it("shows a batch once it is accepted, and nothing of an interrupted upload", async () => {
      const { batches } = stores();
      const id = await opening({ keyId: "k", format: "csv" });
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
      const kept = await accepted([good(1)]);
      await batches.abort(kept);
      expect(await batches.get(kept)).toMatchObject({ status: "running", lines: { total: 1, bad: 0 } });
      expect(await batches.ownerOf(kept)).toBe("k");
    });

    it("ends a batch without a valid line immediately", async () => {
      const { batches } = stores();
      const id = await accepted([bad(1), bad(7)]);
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
      const { batches } = stores();
      const other: BadLine = { ...bad(0), error: { ...bad(0).error, detail: "another" } };
      const named = { ...bad(0), externalId: "a" };
      const id = await accepted([
        ...Array.from({ length: 100 }, (_, n) => bad(n + 1)),
        good(101),
        ...[102, 103].map((line) => ({ ...other, line })),
        ...[104, 105].map((line) => ({ ...named, line })),
        bad(106),
        bad(108),
      ]);
      await finishAll();
      const rows = await database().run((session) =>
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

    it("feeds in slices, removes the content from the lines, and counts the outcomes of the items", async () => {
      const { batches, verdicts } = stores();
      const two = { ...TARGET, policyId: "hate" };
      const lines = [
        good(1, { targets: [TARGET, two] }),
        bad(2),
        good(3, { externalId: "a\u0000b" }),
        good(4),
        good(5),
      ];
      const id = await accepted(lines);
      expect(await contentsLeft(id)).toBe(4);
      expect(await batches.feed(build, 3)).toMatchObject({ items: 3 });
      expect(await contentsLeft(id)).toBe(2);
      expect(await batches.get(id)).toMatchObject({ items: { total: 5, queued: 5, running: 0 } });
      const rest = await batches.feed(build, 100);
      expect(rest).toMatchObject({ items: 2 });
      expect(await batches.feed(build, 100)).toBeNull();
      expect(await contentsLeft(id)).toBe(0);

      const open = await verdicts.listUnsettled({ before: new Date(Date.now() + 1000), limit: 10 });
      const mine = open.filter(({ priority }) => priority === "batch").map((item) => item.id);
      expect(mine).toHaveLength(5);
      await verdicts.begin(mine[0] ?? "");
      await verdicts.complete(mine[1] ?? "", newCompletion());
      await verdicts.fail(mine[2] ?? "", newFailure());
      await batches.settle();
      expect(await batches.get(id)).toMatchObject({
        status: "running",
        items: { total: 5, queued: 2, running: 1, completed: 1, failed: 1, expired: 0 },
      });
      await judgeAll();
      await batches.settle();
      expect(await batches.get(id)).toMatchObject({
        status: "completed",
        items: { queued: 0, running: 0, completed: 4, failed: 1 },
      });
      const { results, lastLine } = await batches.results(id, 0, 3);
      expect(lastLine).toBe(3);
      expect(results.map(({ line, record }) => [line, record?.policy.id])).toEqual([
        [1, "spam"],
        [1, "hate"],
        [2, undefined],
        [3, "spam"],
      ]);
      expect(results[3]?.external_id).toBe("a\u0000b");
      expect(results.flatMap(({ record }) => record?.key_id ?? [])).toEqual(["k", "k", "k"]);
      // The external id has moved to the record with the content, and is removed with it.
      await verdicts.erase(results[3]?.record?.id ?? "");
      expect((await batches.results(id, 2, 1)).results[0]).toMatchObject({ line: 3, external_id: null });
      expect((await batches.results(id, 3, 10)).results.map(({ line }) => line)).toEqual([4, 5]);
    });

    it("judges identical lines once", async () => {
      const { batches } = stores();
      const id = await accepted([good(1, { content: "the same" }), good(2, { content: "the same" })]);
      expect(await batches.feed(build, 100)).toMatchObject({ items: 2 });
      await finishAll();
      const { results } = await batches.results(id, 0, 10);
      expect(new Set(results.map(({ record }) => record?.id)).size).toBe(2);
      expect(results.every(({ status }) => status === "completed")).toBe(true);
    });

    it("alternates between batches, and limits the characters of a slice", async () => {
      const { batches } = stores();
      const long = "x".repeat(900_000);
      await accepted([1, 2, 3].map((line) => good(line, { content: `${line}${long}` })));
      await accepted([good(1), good(2)]);
      const slices = [];
      for (;;) {
        const fed = await batches.feed(build, 100);
        if (fed === null) break;
        slices.push(fed.items);
      }
      expect(slices).toEqual([2, 2, 1]);
    });

    it("turns each line into its items exactly once, with several feeders at a time", async () => {
      const { batches, elsewhere } = stores();
      const id = await accepted(Array.from({ length: 200 }, (_, n) => good(n + 1)));
      let fed = 0;
      const feeder = async (store: typeof batches): Promise<void> => {
        // Null also means that another feeder is processing the batch.
        for (let turns = 0; turns < 5000 && fed < 200; turns += 1) {
          const slice = await store.feed(build, 7);
          fed += slice?.items ?? 0;
        }
      };
      await Promise.all([feeder(batches), feeder(elsewhere.batches), feeder(batches)]);
      expect(fed).toBe(200);
      expect(await batches.feed(build, 7)).toBeNull();
      await finishAll();
      const { results } = await batches.results(id, 0, 500);
      expect(new Set(results.map(({ record }) => record?.id)).size).toBe(200);
    });

    it("cancels: waiting lines and unsettled items expire, but identical items of other requests are judged", async () => {
      const { batches, verdicts } = stores();
      const id = await accepted(Array.from({ length: 6 }, (_, n) => good(n + 1)));
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
      expect(await contentsLeft(id)).toBe(0);
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
      const { batches } = stores();
      const ids = [await accepted([good(1)]), await accepted([good(1)]), await accepted([good(1)])];
      expect(await batches.get(ids[0] ?? "")).toMatchObject({ items_per_second: null, seconds_left: null });
      const page = await batches.list({ limit: 2 });
      expect(page.batches.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
      expect(page.hasMore).toBe(true);
      const next = await batches.list({ limit: 1, after: ids[1] ?? "" });
      expect(next.batches.map(({ id }) => id)).toEqual([ids[0]]);
      await batches.feed(build, 10);
      await database().run((session) =>
        rowsOf(
          session,
          sql`UPDATE gavel.batches SET earlier_mark_at = earlier_mark_at - interval '10 seconds',
                latest_mark_at = latest_mark_at - interval '10 seconds' WHERE id = ${ids[0]}::uuid`,
        ),
      );
      const seen = await batches.get(ids[0] ?? "");
      expect(seen).toMatchObject({ items_per_second: 0, seconds_left: null });
      await judgeAll();
      expect((await batches.get(ids[0] ?? ""))?.items_per_second).toBeGreaterThan(0);
      expect(await batches.countByStatus()).toMatchObject({ running: 3, cancelling: 0 });
    });

    it("removes old batches and abandoned uploads, with their lines", async () => {
      const { batches } = stores();
      const done = await accepted([bad(1)]);
      const running = await accepted([good(1)]);
      const sending = await opening({ keyId: "k", format: "jsonl" });
      await batches.stage(sending, [good(1)]);
      await batches.sweep(new Date(0));
      await batches.stage(sending, [good(2)]);
      await database().run((session) =>
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
