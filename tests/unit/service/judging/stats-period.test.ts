import { describe, expect, it } from "vitest";
import { MAX_STATS_BUCKETS } from "../../../../schemas/stats.ts";
import { STATS_STEPS, statsPeriod } from "../../../../service/judging/stats-period.ts";

const now = new Date("2026-11-28T11:30:20Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const before = (ms: number): Date => new Date(now.getTime() - ms);

describe("statsPeriod", () => {
  it.each([
    ["an hour", HOUR, 60, 60],
    ["8 hours", 8 * HOUR, 300, 60],
    ["a day", DAY, 900, 900],
    ["58 hours", 58 * HOUR, 1800, 900],
    ["a week", 7 * DAY, 3 * 3600, 3600],
    ["29 days", 29 * DAY, 6 * 3600, 3600],
    ["30 days", 30 * DAY, 24 * 3600, 24 * 3600],
    ["a year", 365 * DAY, 7 * 24 * 3600, 24 * 3600],
    ["ten years", 3650 * DAY, 5 * 7 * 24 * 3600, 24 * 3600],
  ])("divides %s", (_, length, bucketSeconds, stepSeconds) => {
    expect(statsPeriod(before(length), now, now)).toMatchObject({ bucketSeconds, stepSeconds });
  });

  it("aligns buckets, covers the whole period, and never has too many", () => {
    for (let length = 1000; length < 4000 * DAY; length *= 1.37) {
      const { since, until, bucketSeconds } = statsPeriod(before(length), now, now);
      const width = bucketSeconds * 1000;
      expect(since.getTime() % width).toBe(0);
      expect(until.getTime() % width).toBe(0);
      expect(since.getTime()).toBeLessThanOrEqual(before(length).getTime());
      expect(until.getTime()).toBeGreaterThanOrEqual(now.getTime());
      expect((until.getTime() - since.getTime()) / width).toBeLessThanOrEqual(MAX_STATS_BUCKETS);
    }
  });

  it("reads few sums, however long the period is", () => {
    for (let length = 1000; length < 730 * DAY; length *= 1.37) {
      const { since, until, stepSeconds } = statsPeriod(before(length), now, now);
      expect((until.getTime() - since.getTime()) / 1000 / stepSeconds).toBeLessThanOrEqual(
        7 * MAX_STATS_BUCKETS,
      );
    }
  });

  it.each([
    ["minutes", 7 * DAY, 60],
    ["quarters of an hour once minutes are deleted", 20 * DAY, 900],
    ["hours once those are deleted", 100 * DAY, 3600],
  ])("uses %s", (_, age, seconds) => {
    const since = before(age);
    const until = new Date(since.getTime() + HOUR);
    expect(statsPeriod(since, until, now)).toMatchObject({ bucketSeconds: seconds, stepSeconds: seconds });
  });

  it("reads no sums that are deleted, also after aligning", () => {
    for (const { seconds, keptMs } of STATS_STEPS) {
      for (let early = 0; keptMs !== null && early < 2 * HOUR; early += 60_000) {
        const { since, stepSeconds } = statsPeriod(before(keptMs - early), now, now);
        expect(stepSeconds > seconds || since >= before(keptMs)).toBe(true);
      }
    }
  });
});
