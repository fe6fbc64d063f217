import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VerdictFilter } from "../../../service/judging/verdict-filter.ts";
import type { VerdictStore } from "../../../service/judging/verdict-store.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

/** Pages through a listing while others write, and then to its end. */
async function follow(
  verdicts: VerdictStore,
  filter: VerdictFilter,
  limit: number,
  isWritten: () => boolean,
): Promise<readonly string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const isLastRound = isWritten();
    const page = await verdicts.list({ filter, limit, order: "asc", ...(after === null ? {} : { after }) });
    seen.push(...page.records.map(({ id }) => id));
    after = page.nextCursor;
    if (page.records.length > 0) continue;
    if (isLastRound) return seen;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export function listCases(stores: () => StoresUnderTest): void {
  describe("listing", () => {
    it("pages in both orders, with a cursor on every page that is not empty", async () => {
      const { verdicts } = stores();
      const filter = { policyId: uuidv7() };
      const ids: string[] = [];
      for (let item = 0; item < 7; item += 1) {
        const created = newItem(filter);
        ids.push(created.id);
        await verdicts.create([created]);
      }
      for (const order of ["asc", "desc"] as const) {
        const first = await verdicts.list({ filter, limit: 4, order });
        const second = await verdicts.list({ filter, limit: 4, order, after: first.nextCursor ?? "" });
        const third = await verdicts.list({ filter, limit: 4, order, after: second.nextCursor ?? "" });
        const seen = [...first.records, ...second.records].map(({ id }) => id);
        expect(seen).toEqual(order === "asc" ? ids : ids.toReversed());
        expect([first, second, third].map(({ hasMore }) => hasMore)).toEqual([true, false, false]);
        expect(third).toEqual({ records: [], cursors: [], nextCursor: second.nextCursor, hasMore: false });
      }
      expect(await verdicts.list({ filter: { policyId: "none\u0000" }, limit: 4, order: "asc" })).toEqual({
        records: [],
        cursors: [],
        nextCursor: null,
        hasMore: false,
      });
    });

    it("lists settled records in the order of settling, with every filter", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const items = Array.from({ length: 6 }, (_, index) =>
        newItem({ policyId, external_id: `item ${index % 2}` }),
      );
      await verdicts.create(items);
      const [a, b, c, d, e, f] = items.map(({ id }) => id) as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      await verdicts.complete(d, violating());
      await verdicts.complete(b, newCompletion());
      await verdicts.complete(a, violating());
      await verdicts.fail(e, newFailure("failed"));
      await verdicts.fail(c, newFailure("expired"));
      await verdicts.begin(f);
      const idsOf = async (filter: VerdictFilter): Promise<string[]> =>
        (await verdicts.list({ filter: { policyId, ...filter }, limit: 10, order: "asc" })).records.map(
          ({ id }) => id,
        );
      expect(await idsOf({})).toEqual([a, b, c, d, e, f]);
      expect(await idsOf({ status: "completed" })).toEqual([d, b, a]);
      expect(await idsOf({ violation: 1 })).toEqual([d, a]);
      expect(await idsOf({ violation: 0 })).toEqual([b]);
      expect(await idsOf({ violation: 1, status: "completed", externalId: "item 0" })).toEqual([a]);
      expect(await idsOf({ settled: true })).toEqual([d, b, a, e, c]);
      expect(await idsOf({ settled: true, externalId: "item 1" })).toEqual([d, b]);
      expect(await idsOf({ status: "failed" })).toEqual([e]);
      expect(await idsOf({ status: "expired" })).toEqual([c]);
      expect(await idsOf({ status: "running" })).toEqual([f]);
      expect(await idsOf({ status: "queued" })).toEqual([]);
      expect(await idsOf({ violation: 1, status: "failed" })).toEqual([]);
      expect(await idsOf({ externalId: "item 1" })).toEqual([b, d, f]);
    });

    it("has a cursor after each record, one before the first, and one after all that has settled", async () => {
      const { verdicts, elsewhere } = stores();
      const filter = { policyId: uuidv7(), settled: true } as const;
      const idsBehind = async (after: string): Promise<string[]> =>
        (await elsewhere.verdicts.list({ filter, limit: 10, order: "asc", after })).records.map(
          ({ id }) => id,
        );
      const items = Array.from({ length: 3 }, () => newItem({ policyId: filter.policyId }));
      const [a, b, c] = items.map(({ id }) => id) as [string, string, string];
      await verdicts.create(items);
      const beginning = await verdicts.settledCursor(filter, "beginning");
      const early = await verdicts.settledCursor(filter, "now");
      await verdicts.complete(b, violating());
      await verdicts.complete(a, violating());
      const now = await verdicts.settledCursor({ policyId: filter.policyId }, "now");
      await verdicts.fail(c, newFailure());
      const { cursors, nextCursor } = await verdicts.list({ filter, limit: 10, order: "asc" });
      expect(await Promise.all(cursors.map(idsBehind))).toEqual([[a, c], [c], []]);
      expect(cursors.at(-1)).toBe(nextCursor);
      expect(await idsBehind(beginning)).toEqual([b, a, c]);
      expect(await idsBehind(early)).toEqual([b, a, c]);
      expect(await idsBehind(now)).toEqual([c]);
      const { cursors: ofCompleted } = await verdicts.list({
        filter: { policyId: filter.policyId, status: "completed" },
        limit: 1,
        order: "asc",
      });
      const refused = verdicts.list({ filter, limit: 1, order: "asc", after: ofCompleted[0] ?? "" });
      await expect(refused).rejects.toMatchObject({ code: "invalid_cursor" });
    });

    it("refuses cursors of other listings", async () => {
      const { verdicts } = stores();
      const filter = { policyId: uuidv7() };
      await verdicts.create([newItem(filter)]);
      const { nextCursor } = await verdicts.list({ filter, limit: 1, order: "asc" });
      const good = nextCursor ?? "";
      const refused = { code: "invalid_cursor" };
      const others = [
        { filter: { ...filter, status: "queued" as const }, order: "asc" as const },
        { filter: { ...filter, violation: 1 as const }, order: "asc" as const },
        { filter: {}, order: "asc" as const },
        { filter, order: "desc" as const },
      ];
      for (const other of others) {
        await expect(verdicts.list({ ...other, limit: 1, after: good })).rejects.toMatchObject(refused);
      }
      const forged = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
      const [mark] = JSON.parse(Buffer.from(good, "base64url").toString()) as [string];
      const forgeries = [
        "",
        "x",
        "?",
        `${good}=`,
        "A".repeat(100_000),
        forged(null),
        forged([mark]),
        forged([mark, 1]),
      ];
      const positions = ["", "-1", "01", "1e3", "1; select 1", "9".repeat(30), "NaN"].map((it) =>
        forged([mark, it]),
      );
      for (const after of [...forgeries, ...positions]) {
        await expect(verdicts.list({ filter, limit: 1, order: "asc", after })).rejects.toMatchObject(refused);
      }
    });

    it("never skips or repeats a record while others write", async () => {
      const { verdicts, elsewhere } = stores();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }), {
            minLength: 2,
            maxLength: 6,
          }),
          fc.integer({ min: 1, max: 7 }),
          async (writers, limit) => {
            const policyId = uuidv7();
            const settled: string[] = [];
            let isWritten = false;
            const writing = writers.map(async (batches, index) => {
              const store = index % 2 === 0 ? verdicts : elsewhere.verdicts;
              for (const size of batches) {
                const items = Array.from({ length: size }, () => newItem({ policyId }));
                await store.create(items);
                await Promise.all(items.map(({ id }) => store.complete(id, violating())));
                settled.push(...items.map(({ id }) => id));
              }
            });
            const written = Promise.all(writing).finally(() => (isWritten = true));
            const [created, completed] = await Promise.all([
              follow(verdicts, { policyId }, limit, () => isWritten),
              follow(elsewhere.verdicts, { policyId, violation: 1 }, limit, () => isWritten),
              written,
            ]);
            expect(created.toSorted()).toEqual(settled.toSorted());
            expect(completed.toSorted()).toEqual(settled.toSorted());
          },
        ),
        { numRuns: 12 },
      );
    });
  });
}
