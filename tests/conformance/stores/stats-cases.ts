import { describe, expect, it } from "vitest";
import type { StatsRow } from "../../../schemas/stats.ts";
import { statsPeriod } from "../../../service/judging/stats-period.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import { ANN, LEASE_MS, OVERTURN } from "./review-fixture.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const HOUR = 3_600_000;
/** One for each step, in hours: read from minutes, quarters of an hour, hours and days. */
const PERIODS = [1, 24, 24 * 7, 24 * 30];
const OUTCOMES = ["violation", "allowed", "failed", "expired"] as const;
const NEED = { reasons: ["confidence" as const], sample: 0, second: 0 };

export function statsCases(stores: () => StoresUnderTest): void {
  describe("figures over time", () => {
    const read = async (policyId: string | undefined, hours: number): Promise<readonly StatsRow[]> => {
      const now = new Date();
      const period = statsPeriod(new Date(now.getTime() - hours * HOUR), new Date(now.getTime() + 1000), now);
      const { data } = await stores().verdicts.stats({
        ...period,
        ...(policyId === undefined ? {} : { policyId }),
      });
      return data;
    };
    /** Rows of several buckets as one. */
    const total = (rows: readonly StatsRow[], name: Exclude<keyof StatsRow, "start" | "policy_id">): number =>
      rows.reduce((sum, row) => sum + row[name], 0);

    it("sums outcomes, waits, engine time and tokens, the same by steps of any width", async () => {
      const { verdicts } = stores();
      const policyId = uuidv7();
      const items = [1, 2, 3, 4].map(() => newItem({ policyId }));
      await verdicts.create(items);
      const usage = { prompt_tokens: 100, cached_tokens: 40, reasoning_tokens: 7, completion_tokens: 20 };
      const [violating, allowed, failing] = items;
      for (const { id } of items.slice(0, 3)) await verdicts.begin(id);
      const violation = { violation: 1 as const, rationale: "Spam." };
      const none = { violation: 0 as const, rationale: "Fine." };
      await verdicts.complete(
        violating?.id ?? "",
        newCompletion({ verdict: violation, usage, engineMs: 30 }),
      );
      await verdicts.complete(allowed?.id ?? "", newCompletion({ verdict: none, usage, engineMs: 12 }));
      await verdicts.fail(failing?.id ?? "", newFailure());

      for (const hours of PERIODS) {
        const rows = await read(policyId, hours);
        const sums = Object.fromEntries(
          (
            [
              "violation",
              "allowed",
              "failed",
              "expired",
              "reused",
              "started",
              "judged",
              "engine_ms",
              "prompt_tokens",
              "cached_tokens",
              "reasoning_tokens",
              "completion_tokens",
            ] as const
          ).map((name) => [name, total(rows, name)]),
        );
        expect(sums).toEqual({
          violation: 1,
          allowed: 1,
          failed: 1,
          expired: 0,
          reused: 0,
          started: 3,
          judged: 2,
          engine_ms: 42,
          prompt_tokens: 200,
          cached_tokens: 80,
          reasoning_tokens: 14,
          completion_tokens: 40,
        });
        expect(rows.every((row) => row.policy_id === policyId && row.max_queued_ms <= row.queued_ms)).toBe(
          true,
        );
      }
    });

    it("counts the tokens of a shared judgement once", async () => {
      const { verdicts } = stores();
      const leader = newItem({ policyId: uuidv7() });
      const follower = { ...leader, id: uuidv7() };
      await verdicts.create([leader]);
      await verdicts.create([follower]);
      const usage = { prompt_tokens: 50, cached_tokens: 0, reasoning_tokens: 1, completion_tokens: 2 };
      await verdicts.complete(leader.id, newCompletion({ usage, engineMs: 5 }));
      const rows = await read(leader.policyId, 1);
      expect(total(rows, "violation") + total(rows, "allowed")).toBe(2);
      expect([total(rows, "reused"), total(rows, "judged"), total(rows, "prompt_tokens")]).toEqual([
        1, 1, 50,
      ]);
    });

    it("reports unsettled items, and sums small policies together", async () => {
      const { verdicts } = stores();
      for (let policy = 0; policy < 14; policy += 1) {
        const item = newItem({ policyId: uuidv7() });
        await verdicts.create([item]);
        await verdicts.fail(item.id, newFailure());
      }
      const waiting = newItem();
      await verdicts.create([waiting]);
      const now = new Date();
      const { now: unsettled } = await verdicts.stats(statsPeriod(new Date(now.getTime() - HOUR), now, now));
      expect(unsettled.queued).toBeGreaterThanOrEqual(1);
      expect(unsettled.oldest_queued_at).not.toBeNull();
      const policies = new Set((await read(undefined, 1)).map((row) => row.policy_id));
      expect(policies.size).toBe(13);
      expect(policies).toContain(null);
    });

    it("keeps what was counted when a record is reviewed, erased, reused or deleted", async () => {
      const { verdicts, reviews } = stores();
      const policyId = uuidv7();
      const items = [1, 2, 3, 4].map(() => newItem({ policyId, createdAt: new Date(Date.now() - HOUR) }));
      const [reviewed, erased, unsettled, late] = items.map(({ id }) => id);
      await verdicts.create(items);
      await verdicts.complete(reviewed ?? "", { ...violating(), reviewNeed: NEED });
      await verdicts.complete(erased ?? "", newCompletion());
      const counted = async (): Promise<unknown[]> => {
        const found: unknown[] = [];
        for (const hours of PERIODS) {
          const rows = await read(policyId, hours);
          found.push(OUTCOMES.map((name) => total(rows, name)));
        }
        return found;
      };
      const byEachStep = (...outcomes: readonly number[]): unknown[] => PERIODS.map(() => outcomes);
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 0));
      await reviews.claimNext(ANN, { policyId, state: "needs_review", leaseMs: LEASE_MS });
      await reviews.decide(reviewed ?? "", ANN, OVERTURN);
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 0));
      await verdicts.erase(erased ?? "");
      await verdicts.erase(erased ?? "");
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 0));
      await verdicts.erase(unsettled ?? "");
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 1));
      await verdicts.expireUnsettled(new Date(Date.now() - HOUR / 2));
      expect(await verdicts.complete(late ?? "", newCompletion())).toBe(false);
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 2));
      await verdicts.deleteRecords(new Date(Date.now() + 1000));
      expect(await verdicts.get(reviewed ?? "")).toBeNull();
      expect(await counted()).toEqual(byEachStep(1, 1, 0, 2));
    });

    it("deletes the sums of short steps when they are old, and keeps those of hours and days", async () => {
      const { verdicts } = stores();
      const item = newItem({ policyId: uuidv7() });
      await verdicts.create([item]);
      await verdicts.fail(item.id, newFailure());
      const failures = async (): Promise<number[]> => {
        const found: number[] = [];
        for (const hours of PERIODS) found.push(total(await read(item.policyId, hours), "failed"));
        return found;
      };
      const inDays = (days: number): Date => new Date(Date.now() + days * 24 * HOUR);
      await verdicts.deleteSums(inDays(7));
      expect(await failures()).toEqual([1, 1, 1, 1]);
      await verdicts.deleteSums(inDays(9));
      expect(await failures()).toEqual([0, 1, 1, 1]);
      await verdicts.deleteSums(inDays(93));
      expect(await failures()).toEqual([0, 0, 1, 1]);
      await verdicts.deleteSums(inDays(5000));
      expect(await failures()).toEqual([0, 0, 1, 1]);
    });
  });
}
