import { describe, expect, it } from "vitest";
import { chartsOf } from "../../../../dashboard/pages/overview/charts.ts";
import { statsCsv } from "../../../../dashboard/pages/overview/csv.ts";
import {
  bucketsOf,
  errorRate,
  meanWait,
  OTHERS,
  policiesOf,
  type Stats,
  type StatsRow,
  sumOf,
  violationRate,
} from "../../../../dashboard/pages/overview/figures.ts";
import { formatPercent } from "../../../../dashboard/pages/overview/formats.ts";
import { rangeOf } from "../../../../dashboard/pages/overview/range.ts";

const NOTHING = sumOf([]);
const row = (start: string, policy: string | null, sums: Partial<StatsRow>): StatsRow => ({
  start,
  policy_id: policy,
  ...NOTHING,
  ...sums,
});
const STATS: Stats = {
  since: "2026-11-28T10:00:00.000Z",
  until: "2026-11-28T10:03:00.000Z",
  bucket_seconds: 60,
  data: [
    row("2026-11-28T10:00:00.000Z", "spam", {
      violation: 1,
      allowed: 3,
      started: 4,
      queued_ms: 40,
      max_queued_ms: 20,
    }),
    row("2026-11-28T10:00:00.000Z", null, { failed: 9 }),
    row("2026-11-28T10:02:00.000Z", "hate", {
      allowed: 6,
      expired: 1,
      started: 1,
      queued_ms: 10,
      max_queued_ms: 10,
    }),
  ],
  now: { queued: 0, running: 0, oldest_queued_at: null },
};

describe("figures", () => {
  it("has every bucket, with the sums of all policies and of each", () => {
    const buckets = bucketsOf(STATS);
    expect(buckets.map(({ sums }) => [sums.violation, sums.allowed, sums.failed])).toEqual([
      [1, 3, 9],
      [0, 0, 0],
      [0, 6, 0],
    ]);
    expect(buckets[0]?.byPolicy.get(OTHERS)?.failed).toBe(9);
    expect(policiesOf(STATS.data)).toEqual(["hate", "spam", OTHERS]);
  });

  it("sums figures, except for the longest wait, of which it uses the maximum", () => {
    const sums = sumOf(STATS.data);
    expect([sums.queued_ms, sums.max_queued_ms, meanWait(sums)]).toEqual([50, 20, 10]);
    expect(violationRate(sums)).toMatchObject({ value: 0.1 });
    expect(errorRate(sums)?.value).toBe(0.5);
  });

  it("has no rate if there is nothing to divide by", () => {
    expect([violationRate(NOTHING), errorRate(NOTHING), meanWait(NOTHING)]).toEqual([null, null, null]);
    expect(formatPercent(null)).toBe("–");
  });

  it("makes a chart of each subject, with gaps for unknown values", () => {
    const charts = chartsOf(bucketsOf(STATS), policiesOf(STATS.data));
    expect(charts.map(({ title }) => title)).toHaveLength(6);
    expect(charts[1]?.series[0]?.values).toEqual([0.25, null, 0]);
  });
});

describe("statsCsv", () => {
  it("has a header and one row for each bucket and policy", () => {
    const lines = statsCsv(STATS.data).split("\r\n");
    expect(lines[0]).toMatch(/^start,policy_id,violation,allowed,/);
    expect(lines[1]).toMatch(/^2026-11-28T10:00:00.000Z,spam,1,3,/);
    expect(lines[2]).toMatch(/^2026-11-28T10:00:00.000Z,,0,0,9,/);
    expect(lines).toHaveLength(5);
    expect(statsCsv([])).toBe("");
  });
});

describe("rangeOf", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");

  it("is a day unless the address says otherwise", () => {
    expect(rangeOf({}, now)).toEqual({ id: "day", since: "2026-11-27T12:00:00.000Z", until: null });
    expect(rangeOf({ range: "week" }, now)).toMatchObject({ id: "week", since: "2026-11-21T12:00:00.000Z" });
    const custom = { since: "2026-11-01T00:00:00Z", until: "2026-11-02T00:00:00Z" };
    expect(rangeOf(custom, now)).toMatchObject({ id: "custom", until: "2026-11-02T00:00:00.000Z" });
  });

  it("ignores invalid times", () => {
    expect(rangeOf({ since: "2026-11-03T00:00:00Z", until: "2026-11-02T00:00:00Z" }, now).id).toBe("day");
    expect(rangeOf({ since: "yesterday" }, now).id).toBe("day");
  });
});
