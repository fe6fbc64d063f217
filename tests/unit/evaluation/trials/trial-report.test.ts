import { describe, expect, it } from "vitest";
import { type TrialOutcome, trialReport } from "../../../../evaluation/trials/trial-report.ts";

const [MONDAY, TUESDAY] = ["2026-11-23T00:00:00.000Z", "2026-11-24T00:00:00.000Z"];

function outcome(overrides: Partial<TrialOutcome>): TrialOutcome {
  return { from: MONDAY, live: 0, candidate: 0, sameCategory: true, items: 1, ...overrides };
}

describe("trialReport", () => {
  it("counts disagreements by kind and by time, with intervals", () => {
    const report = trialReport([
      outcome({ from: TUESDAY, live: 1, candidate: 0, sameCategory: false, items: 3 }),
      outcome({ items: 60 }),
      outcome({ candidate: 1, sameCategory: false, items: 4 }),
      outcome({ live: 1, candidate: 1, items: 30 }),
      outcome({ from: TUESDAY, live: 1, candidate: 1, sameCategory: false, items: 3 }),
    ]);
    expect(report).toMatchObject({
      disagreements: { count: 10, total: 100, value: 0.1 },
      ...{ only_live: 3, only_candidate: 4, other_category: 3 },
      over_time: [
        { from: MONDAY, disagreements: { count: 4, total: 94 } },
        { from: TUESDAY, disagreements: { count: 6, total: 6, value: 1 } },
      ],
    });
    // Wilson, 10 of 100.
    expect(report.disagreements.interval?.low).toBeCloseTo(0.0552, 4);
    expect(report.disagreements.interval?.high).toBeCloseTo(0.1744, 4);
    // The decisions agree on 93 of 100; 64 and 63 are not violations.
    const expected = 0.64 * 0.63 + 0.36 * 0.37;
    expect(report.kappa).toBeCloseTo((0.93 - expected) / (1 - expected), 10);
  });

  it("has no value without items, and shows the latest intervals of very many", () => {
    expect(trialReport([])).toEqual({
      disagreements: { count: 0, total: 0, value: null, interval: null },
      ...{ only_live: 0, only_candidate: 0, other_category: 0, kappa: null, over_time: [] },
    });
    const hours = Array.from({ length: 1200 }, (_, hour) =>
      outcome({ from: new Date(Date.UTC(2026, 0, 1, hour)).toISOString() }),
    );
    const { over_time: shown, disagreements } = trialReport(hours);
    expect([shown.length, disagreements.total]).toEqual([1000, 1200]);
    expect(shown.at(-1)?.from).toBe(hours.at(-1)?.from);
  });
});
