import { describe, expect, it } from "vitest";
import type { Label, LabelPair } from "../../../../service/reviews/review-store.ts";
import { reviewStats } from "../../../../service/reviews/review-stats.ts";

const NONE = { agree: 0, overturn: 0, unsure: 0, escalate: 0 };
const label = (violation: 0 | 1, policyCategory: string | null = null): Label => ({
  violation,
  policyCategory,
});
const pair = (first: Label, second: Label, items: number): LabelPair => ({ first, second, items });

function statsOf(pairs: readonly LabelPair[], sample = { decided: 0, overturned: 0 }) {
  return reviewStats({ queues: [], decisions: NONE, reviewers: [], pairs, sample }, 30);
}

describe("reviewStats", () => {
  it("computes Cohen's kappa for 50 items that two people labelled", () => {
    // 20 and 15 of 50 agreed: observed 0.7, expected 0.5, kappa 0.4.
    const { second_reviewer: figures } = statsOf([
      pair(label(1), label(1), 20),
      pair(label(1), label(0), 5),
      pair(label(0), label(1), 10),
      pair(label(0), label(0), 15),
    ]);
    expect(figures.items).toBe(50);
    expect(figures.agreement).toBeCloseTo(0.7, 12);
    expect(figures.kappa_violation).toBeCloseTo(0.4, 12);
    expect(figures.kappa_category).toBeCloseTo(0.4, 12);
  });

  it("counts another category of the same violation as agreement on the violation only", () => {
    const { second_reviewer: figures } = statsOf([
      pair(label(1, "SP2"), label(1, "SP2"), 4),
      pair(label(1, "SP2"), label(1, "SP3"), 4),
      pair(label(0), label(0), 8),
    ]);
    expect(figures.agreement).toBe(0.75);
    expect(figures.kappa_violation).toBe(1);
    expect(figures.kappa_category).toBeLessThan(1);
  });

  it("has no figures without items", () => {
    const stats = statsOf([]);
    expect(stats.second_reviewer).toEqual({
      items: 0,
      agreement: null,
      kappa_violation: null,
      kappa_category: null,
    });
    expect(stats.sample).toEqual({
      decided: 0,
      overturned: 0,
      overturned_share: null,
      low: null,
      high: null,
    });
  });

  it("estimates how often verdicts are wrong from the sample, with an interval", () => {
    const { sample } = statsOf([], { decided: 10, overturned: 1 });
    expect(sample).toMatchObject({ decided: 10, overturned: 1, overturned_share: 0.1 });
    expect(sample.low).toBeCloseTo(0.0179, 4);
    expect(sample.high).toBeCloseTo(0.4042, 4);
  });
});
