import { describe, expect, it } from "vitest";
import { MAX_STATS_BUCKETS } from "../../../../schemas/stats.ts";
import { statsPeriod } from "../../../../service/judging/stats-period.ts";

const now = new Date("2026-11-28T11:30:20Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const before = (ms: number): Date => new Date(now.getTime() - ms);

describe("statsPeriod", () => {
  it.each([
    ["an hour", HOUR, 60, 60],
    ["a day", DAY, 900, 60],
    ["a week", 7 * DAY, 3 * 3600, 3600],
    ["30 days", 30 * DAY, 24 * 3600, 3600],
    ["a year", 365 * DAY, 7 * 24 * 3600, 3600],
    ["ten years", 3650 * DAY, 5 * 7 * 24 * 3600, 3600],
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

  it("uses hours once minutes are deleted", () => {
    const since = before(20 * DAY);
    const until = new Date(since.getTime() + HOUR);
    expect(statsPeriod(since, until, now)).toMatchObject({ bucketSeconds: 3600, stepSeconds: 3600 });
  });
});
