import { describe, expect, it, vi } from "vitest";
import type { VerdictFilter } from "../../../service/judging/verdict-filter.ts";
import type { Completion } from "../../../service/judging/verdict-store.ts";
import { newCompletion, newFailure, newItem, uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

function completion(
  verdict: Readonly<Record<string, unknown>>,
  overrides: Partial<Completion> = {},
): Completion {
  const complete = { violation: 1 as const, rationale: "It is spam.", ...verdict };
  return newCompletion({ verdict: complete, ...overrides });
}

export function searchCases(stores: () => StoresUnderTest): void {
  describe("search", () => {
    const idsOf = async (filter: VerdictFilter, order: "asc" | "desc" = "asc"): Promise<string[]> =>
      (await stores().verdicts.list({ filter, limit: 100, order })).records.map(({ id }) => id);

    /** Settles one item for each completion, in this order; null: it fails. Returns the ids. */
    async function settle(
      policyId: string,
      completions: readonly (Completion | null)[],
      metadata: Parameters<typeof newItem>[0] = {},
    ): Promise<string[]> {
      const { verdicts } = stores();
      const items = completions.map(() => newItem({ policyId, ...metadata }));
      await verdicts.create(items);
      for (const [index, { id }] of items.entries()) {
        const one = completions[index];
        await (one === null || one === undefined
          ? verdicts.fail(id, newFailure())
          : verdicts.complete(id, one));
      }
      return items.map(({ id }) => id);
    }

    it("finds by category, rule, confidence and score, and by several of them", async () => {
      const policyId = uuidv7();
      const [a, b, c, d] = await settle(policyId, [
        completion(
          { policy_category: "SP2", rule_ids: ["SP2.a", "SP2.b"], confidence: "high" },
          { score: 0.9 },
        ),
        completion({ policy_category: "SP2", rule_ids: ["SP2.b"], confidence: "low" }, { score: 0.5 }),
        completion({ policy_category: "SP3", rule_ids: [], confidence: "low" }, { score: null }),
        completion({ violation: 0, policy_category: null, rule_ids: [], confidence: "high" }, { score: 0 }),
        null,
      ]);
      expect(await idsOf({ policyId, category: "SP2" })).toEqual([a, b]);
      expect(await idsOf({ policyId, category: "SP2" }, "desc")).toEqual([b, a]);
      expect(await idsOf({ policyId, category: "sp2" })).toEqual([]);
      expect(await idsOf({ policyId, ruleId: "SP2.b" })).toEqual([a, b]);
      expect(await idsOf({ policyId, ruleId: "SP2" })).toEqual([]);
      expect(await idsOf({ policyId, confidence: "low" })).toEqual([b, c]);
      expect(await idsOf({ policyId, ruleId: "SP2.b", confidence: "low" })).toEqual([b]);
      expect(await idsOf({ policyId, minScore: 0.5 })).toEqual([a, b]);
      expect(await idsOf({ policyId, maxScore: 0.5 })).toEqual([b, d]);
      expect(await idsOf({ policyId, minScore: 0, maxScore: 0 })).toEqual([d]);
      expect(await idsOf({ policyId, violation: 1, confidence: "low", category: "SP3" })).toEqual([c]);
      expect(await idsOf({ policyId, status: "failed", since: "1970-01-01T00:00:00Z" })).toHaveLength(1);
      expect(await idsOf({ policyId, status: "queued", category: "SP2" })).toEqual([]);
    });

    it("finds by the words of the rationale, however hostile the query", async () => {
      const policyId = uuidv7();
      const [a, b] = await settle(policyId, [
        completion({
          rationale: "Offers a FREE phone, and urges the reader to click: «Ünïcode», it's 100%.",
        }),
        completion({ rationale: "A phone that is free of charge. \u0000 \ud800 Привет" }),
        completion({ rationale: "" }),
      ]);
      const find = (rationale: string): Promise<string[]> => idsOf({ policyId, rationale });
      expect(await find("free phone")).toEqual([a, b]);
      expect(await find('"free phone"')).toEqual([a]);
      expect(await find("free -click")).toEqual([b]);
      expect(await find("click or привет")).toEqual([a, b]);
      expect(await find("ünïcode")).toEqual([a]);
      expect(await find("hon")).toEqual([]);
      for (const hostile of [
        "\u0000",
        "\ud800",
        "'",
        "''",
        "\\",
        "\\'",
        '"',
        '"free',
        "& | ! ( ) <-> :*",
        "free:*A",
        "%",
        "$1",
        "'; DROP TABLE x; --",
        "-",
        "or",
        "or or",
        "-".repeat(200),
        "- ".repeat(100),
        "-(".repeat(100),
        "-!".repeat(100),
        '-"'.repeat(100),
        "a or ".repeat(40),
        "(".repeat(200),
        "free & | phone",
        "\u202e",
        "x".repeat(200),
      ]) {
        expect(await find(hostile), hostile).toBeInstanceOf(Array);
      }
    });

    it("finds by metadata, whatever it contains", async () => {
      const policyId = uuidv7();
      const long = "x".repeat(1024);
      const metadata = {
        source: "forum",
        "a key": "\u0000 \ud800 'quoted'",
        long,
        number: 7,
        flag: true,
        none: null,
      };
      const [a] = await settle(policyId, [completion({})], { metadata });
      const [b] = await settle(policyId, [null], { metadata: { source: "chat", number: "7" } });
      await settle(policyId, [completion({})]);
      const find = (key: string, value?: string): Promise<string[]> =>
        idsOf({ policyId, metadata: { key, ...(value === undefined ? {} : { value }) } });
      expect(await find("source")).toEqual([a, b]);
      expect(await find("source", "forum")).toEqual([a]);
      expect(await find("source", "for")).toEqual([]);
      expect(await find("a key", "\u0000 \ud800 'quoted'")).toEqual([a]);
      expect(await find("long", long)).toEqual([a]);
      expect(await find("number", "7")).toEqual([a, b]);
      expect(await find("flag", "true")).toEqual([a]);
      expect(await find("none", "null")).toEqual([a]);
      expect(await find("forum")).toEqual([]);
      expect(await find("\u0000", "\ud800")).toEqual([]);
    });

    it("finds what settled in a period, even if clocks differ from the order of settling", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const items = Array.from({ length: 6 }, () => newItem({ policyId }));
      await verdicts.create(items);
      const times = [
        "03-01T23:50",
        "03-02T00:20",
        "03-01T23:40",
        "03-09T00:00",
        "03-02T12:00",
        "03-03T00:00",
      ];
      vi.useFakeTimers({ toFake: ["Date"] });
      try {
        for (const [index, { id }] of items.entries()) {
          vi.setSystemTime(`2101-${times[index]}:00Z`);
          await verdicts.complete(id, completion({}));
        }
      } finally {
        vi.useRealTimers();
      }
      const [a, b, c, wrong, d, e] = items.map(({ id }) => id);
      const between = (since: string, until: string): Promise<string[]> =>
        idsOf({ policyId, since: `2101-${since}Z`, until: `2101-${until}Z` });
      expect(await between("03-02T00:00:00", "03-03T00:00:00")).toEqual([b, d]);
      expect(await between("01-01T00:00:00", "03-02T00:00:00")).toEqual([a, c]);
      expect(await between("03-03T00:00:00", "03-08T00:00:00")).toEqual([e]);
      expect(await between("03-02T00:20:00", "03-02T00:20:00.001")).toEqual([b]);
      expect(await idsOf({ policyId, since: "2101-03-02T12:00:00Z" })).toEqual([wrong, d, e]);
      expect(await idsOf({ policyId, until: "2101-03-01T23:45:00Z" })).toEqual([c]);
      expect(await idsOf({ policyId, since: "9999-12-31T00:00:00Z" })).toEqual([]);
      expect(await idsOf({ policyId, until: "1970-01-01T00:00:00Z" })).toEqual([]);
    });

    it("combines with filters that only the record supports, and pages in both orders", async () => {
      const policyId = uuidv7();
      const ids = await settle(
        policyId,
        Array.from({ length: 7 }, () => completion({ policy_category: "P1" })),
        {
          external_id: "post '1' \u0000",
          keyId: "k9",
        },
      );
      const { verdicts } = stores();
      const filter = { policyId, category: "P1", externalId: "post '1' \u0000", keyId: "k9" };
      for (const order of ["asc", "desc"] as const) {
        const seen: string[] = [];
        for (let after: string | null = null; ;) {
          const page = await verdicts.list({ filter, order, limit: 3, ...(after === null ? {} : { after }) });
          seen.push(...page.records.map(({ id }) => id));
          after = page.nextCursor;
          if (!page.hasMore) break;
        }
        expect(seen).toEqual(order === "asc" ? ids : ids.toReversed());
      }
      expect(await idsOf({ ...filter, keyId: "k8" })).toEqual([]);
      const { nextCursor } = await verdicts.list({ filter, order: "asc", limit: 3 });
      const other = verdicts.list({
        filter: { ...filter, category: "P2" },
        order: "asc",
        limit: 3,
        after: nextCursor ?? "",
      });
      await expect(other).rejects.toMatchObject({ code: "invalid_cursor" });
    });

    it("finds items that shared a verdict, and those that were never judged", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const content = `shared ${uuidv7()}`;
      const [leader, follower] = [newItem({ policyId, content }), newItem({ policyId, content })];
      await verdicts.create([leader]);
      await verdicts.create([follower]);
      await verdicts.complete(leader.id, completion({ policy_category: "S1" }));
      expect((await idsOf({ policyId, category: "S1" })).toSorted()).toEqual(
        [leader.id, follower.id].toSorted(),
      );

      const reused = newItem({ policyId, content, reuseSince: new Date(0) });
      const original = newItem({ policyId, content: `${content}!`, reuseSince: new Date(0) });
      await verdicts.create([original]);
      await verdicts.complete(original.id, completion({ policy_category: "S2" }));
      await verdicts.create([{ ...reused, fingerprint: original.fingerprint }]);
      expect(await idsOf({ policyId, category: "S2" })).toEqual([original.id, reused.id]);

      const left = newItem({ policyId, metadata: { source: "left" } });
      await verdicts.create([left]);
      await verdicts.abandon([left.id]);
      expect(await idsOf({ policyId, metadata: { key: "source" } })).toEqual([left.id]);
      expect(await idsOf({ policyId, status: "expired", since: "1970-01-01T00:00:00Z" })).toEqual([left.id]);
    });

    it("erases indexed words and metadata with the record, and keeps codes", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const options = { metadata: { source: "forum" } };
      const verdict = completion({ policy_category: "E1", rule_ids: ["E1.a"], rationale: "remarkable" });
      const [erased] = await settle(policyId, [verdict], options);
      const [retained] = await settle(policyId, [verdict], options);
      const unsettled = newItem({ policyId, ...options });
      await verdicts.create([unsettled]);
      await verdicts.erase(erased ?? "");
      await verdicts.erase(unsettled.id);
      expect(await idsOf({ policyId, rationale: "remarkable" })).toEqual([retained]);
      expect(await idsOf({ policyId, metadata: { key: "source" } })).toEqual([retained]);
      expect(await idsOf({ policyId, category: "E1", ruleId: "E1.a" })).toEqual([erased, retained]);
      await verdicts.eraseRationale(new Date(Date.now() + 60_000));
      expect(await idsOf({ policyId, rationale: "remarkable" })).toEqual([]);
      expect(await idsOf({ policyId, metadata: { key: "source" } })).toEqual([retained]);
    });

    it("searches no text that a policy's own schema allows in place of codes", async () => {
      const policyId = uuidv7();
      const text = "their words, which are not a code";
      await settle(policyId, [
        completion({ policy_category: text, rule_ids: [text, 7], confidence: { a: text } }),
      ]);
      for (const filter of [{ category: text }, { ruleId: text }, { confidence: text }]) {
        expect(await idsOf({ policyId, ...filter })).toEqual([]);
      }
    });

    it("counts what settled, by day, policy, category and outcome", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const violating = completion({ policy_category: "C1" });
      const allowed = completion({ violation: 0, policy_category: null });
      const [first] = await settle(policyId, [violating, violating, allowed, null]);
      await settle(policyId, [completion({ policy_category: "C2" })]);
      const day = new Date().toISOString().slice(0, 10);
      expect((await verdicts.counts({ by: ["outcome"], policyId })).data).toEqual([
        { outcome: "violation", count: 3 },
        { outcome: "allowed", count: 1 },
        { outcome: "failed", count: 1 },
      ]);
      const byCategory = { by: ["policy", "category"] as const, policyId };
      expect(
        (await verdicts.counts(byCategory)).data.map(({ policy_category: code, count }) => [code, count]),
      ).toEqual(
        expect.arrayContaining([
          ["C1", 2],
          ["C2", 1],
          [null, 2],
        ]),
      );
      // The test may run at midnight.
      const days = (await verdicts.counts({ by: ["day"], policyId, since: day })).data;
      expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(5);
      expect((await verdicts.counts({ by: ["day"], policyId, until: day })).data).toEqual([]);
      expect(
        (await verdicts.counts({ by: ["category"], policyId, category: "C1", outcome: "violation" })).data,
      ).toEqual([{ policy_category: "C1", count: 2 }]);
      await verdicts.erase(first ?? "");
      expect((await verdicts.counts({ by: ["category"], policyId, category: "C1" })).data).toEqual([
        { policy_category: "C1", count: 2 },
      ]);
      expect((await verdicts.counts({ by: ["day"], policyId: "none\u0000" })).data).toEqual([]);
    });
  });
}
