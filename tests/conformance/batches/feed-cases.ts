import { describe, expect, it } from "vitest";
import { newCompletion, newFailure } from "../../helpers/stores.ts";
import { type BatchFixture, TARGET, bad, build, good } from "./batch-fixture.ts";

/** How lines become items. */
export function feedCases(fixture: () => BatchFixture): void {
  describe("feeding", () => {
    it("feeds in slices, removes the content from the lines, and counts the outcomes of the items", async () => {
      const { batches, verdicts } = fixture().stores();
      const two = { ...TARGET, policyId: "hate" };
      const lines = [
        good(1, { targets: [TARGET, two] }),
        bad(2),
        good(3, { externalId: "a\u0000b" }),
        good(4),
        good(5),
      ];
      const id = await fixture().accepted(lines);
      expect(await fixture().contentsLeft(id)).toBe(4);
      expect(await batches.feed(build, 3)).toMatchObject({ items: 3 });
      expect(await fixture().contentsLeft(id)).toBe(2);
      expect(await batches.get(id)).toMatchObject({ items: { total: 5, queued: 5, running: 0 } });
      const rest = await batches.feed(build, 100);
      expect(rest).toMatchObject({ items: 2 });
      expect(await batches.feed(build, 100)).toBeNull();
      expect(await fixture().contentsLeft(id)).toBe(0);

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
      await fixture().judgeAll();
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
      const { batches } = fixture().stores();
      const id = await fixture().accepted([
        good(1, { content: "the same" }),
        good(2, { content: "the same" }),
      ]);
      expect(await batches.feed(build, 100)).toMatchObject({ items: 2 });
      await fixture().finishAll();
      const { results } = await batches.results(id, 0, 10);
      expect(new Set(results.map(({ record }) => record?.id)).size).toBe(2);
      expect(results.every(({ status }) => status === "completed")).toBe(true);
    });

    it("alternates between batches, and limits the characters of a slice", async () => {
      const { batches } = fixture().stores();
      const long = "x".repeat(900_000);
      await fixture().accepted([1, 2, 3].map((line) => good(line, { content: `${line}${long}` })));
      await fixture().accepted([good(1), good(2)]);
      const slices = [];
      for (;;) {
        const fed = await batches.feed(build, 100);
        if (fed === null) break;
        slices.push(fed.items);
      }
      expect(slices).toEqual([2, 2, 1]);
    });

    it("turns each line into its items exactly once, with several feeders at a time", async () => {
      const { batches, elsewhere } = fixture().stores();
      const id = await fixture().accepted(Array.from({ length: 200 }, (_, n) => good(n + 1)));
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
      await fixture().finishAll();
      const { results } = await batches.results(id, 0, 500);
      expect(new Set(results.map(({ record }) => record?.id)).size).toBe(200);
    });
  });
}
