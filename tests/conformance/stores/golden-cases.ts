import { describe, expect, it } from "vitest";
import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";
import { reportOf } from "../../../service/evaluations/report.ts";
import { goldenItems, newEvaluation } from "../../helpers/golden.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

let count = 0;
const nextName = (): string => `golden-${(count += 1)}`;

export function goldenStoreCases(stores: () => StoresUnderTest): void {
  describe("golden sets", () => {
    it("numbers versions, and returns the same version for the same items in the same order", async () => {
      const { goldenSets } = stores();
      const name = nextName();
      const items = goldenItems(5);
      const first = await goldenSets.put({ name, format: "gavel", items });
      expect(first).toMatchObject({
        created: true,
        version: { name, version: 1, format: "gavel", items: 5, labelled: 5, violations: 3 },
      });
      const second = await goldenSets.put({ name, format: "gavel", items: items.toReversed() });
      expect(second).toMatchObject({ created: true, version: { version: 2 } });
      expect(await goldenSets.put({ name, format: "table", items })).toEqual({
        ...first,
        created: false,
      });
      expect((await goldenSets.listVersions(name)).map(({ version }) => version)).toEqual([1, 2]);
      expect(await goldenSets.get(name, null)).toEqual(second.version);
      expect(await goldenSets.get(name, 1)).toEqual(first.version);
      expect(await goldenSets.list()).toContainEqual(second.version);
    });

    it("keeps every part of an item, in order and in pages", async () => {
      const { goldenSets, elsewhere } = stores();
      const name = nextName();
      const odd: GoldenItem = {
        id: 'odd\\"id',
        content: { messages: [{ role: "user", content: "\u0000 \uD800 🙂" }] },
        violation: null,
        policyCategory: null,
        ruleIds: ["R1"],
        note: "a \u0000 note",
        tags: ["x"],
        source: "file.csv",
      };
      const unknown: GoldenItem = { id: "unknown", content: "x", violation: 1, tags: [] };
      const items = [odd, unknown, ...goldenItems(1200)];
      const { version } = await goldenSets.put({ name, format: "gavel", items });
      const read: GoldenItem[] = [];
      for (let after: number | null = 0; after !== null;) {
        const page = await elsewhere.goldenSets.items(name, version.version, after, 500);
        read.push(...page.items);
        after = page.hasMore ? page.next : null;
      }
      expect(read).toEqual(items);
    });

    it("creates one version for identical concurrent uploads, and numbers different ones without gaps", async () => {
      const { goldenSets, elsewhere } = stores();
      const name = nextName();
      const puts = await Promise.all(
        [1, 2, 3, 3, 4, 3].map((size, index) =>
          (index % 2 === 0 ? goldenSets : elsewhere.goldenSets).put({
            name,
            format: "gavel",
            items: goldenItems(size),
          }),
        ),
      );
      expect(puts.filter(({ created }) => created)).toHaveLength(4);
      expect((await goldenSets.listVersions(name)).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    });

    it.each(["no-such-set", "", "a\u0000b", "x".repeat(10_000)])("does not find the set %j", async (name) => {
      const { goldenSets } = stores();
      const notFound = { code: "golden_set_not_found" };
      await expect(goldenSets.get(name, null)).rejects.toMatchObject(notFound);
      await expect(goldenSets.listVersions(name)).rejects.toMatchObject(notFound);
      await expect(goldenSets.items(name, 1, 0, 10)).rejects.toMatchObject(notFound);
      await expect(goldenSets.delete(name, "k1")).rejects.toMatchObject(notFound);
    });

    it("deletes a set, but not while an evaluation needs it", async () => {
      const { goldenSets, evaluations, audit } = stores();
      const name = nextName();
      await goldenSets.put({ name, format: "gavel", items: goldenItems(2) });
      const { id } = await evaluations.create(newEvaluation({ goldenSet: { name, version: 1 } }));
      await expect(goldenSets.delete(name, "k1")).rejects.toMatchObject({ code: "golden_set_in_use" });
      await evaluations.cancel(id);
      await evaluations.finish(id, await reportOf(evaluations, id, null));
      await goldenSets.delete(name, "k1");
      await expect(goldenSets.get(name, null)).rejects.toMatchObject({ code: "golden_set_not_found" });
      const { entries } = await audit.list({
        filter: { subject: `/golden-sets/${name}` },
        order: "asc",
        limit: 10,
      });
      expect(entries).toMatchObject([{ actor: "k1", action: "golden_set.deleted", detail: { versions: 1 } }]);
      const page = await evaluations.items(id, { reasoning: false, after: 0, limit: 10 });
      expect(page?.items.map(({ content }) => content)).toEqual([null, null]);
      expect(await goldenSets.put({ name, format: "gavel", items: goldenItems(2) })).toMatchObject({
        created: true,
        version: { version: 1 },
      });
    });
  });
}
