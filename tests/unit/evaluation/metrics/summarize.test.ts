import { describe, expect, it } from "vitest";
import { summarize } from "../../../../evaluation/metrics/summarize.ts";
import type { Judgement, ScoredItem, Truth } from "../../../../evaluation/scored-item.ts";

function judged(
  violation: 0 | 1,
  policyCategory: string | null = null,
  score: number | null = null,
): Judgement {
  return { status: "completed", violation, policyCategory, score };
}

function item(truth: Partial<Truth>, judgement: Judgement | null): ScoredItem {
  return { truth: { id: "x", violation: 1, tags: [], ...truth }, judgement };
}

describe("summarize", () => {
  it("counts what is labelled and judged, and only that", () => {
    const summary = summarize([
      item({ violation: 1 }, judged(1)),
      item({ violation: 1 }, judged(0)),
      item({ violation: 0 }, judged(1)),
      item({ violation: 0 }, judged(0)),
      item({ violation: 0 }, judged(0)),
      item({ violation: 1 }, { status: "failed", error: "engine_failed" }),
      item({ violation: 1 }, null),
      item({ violation: null }, judged(1)),
      item({ violation: null }, null),
    ]);
    expect(summary).toMatchObject({ items: 9, counted: 5, failed: 1, missing: 1, unlabelled: 2 });
    const { confusion, accuracy, precision, recall, falsePositiveRate, f1, kappa } = summary.overall;
    expect(confusion).toEqual({
      truePositives: 1,
      falsePositives: 1,
      trueNegatives: 2,
      falseNegatives: 1,
    });
    expect(accuracy).toMatchObject({ count: 3, total: 5, value: 0.6 });
    expect(precision.value).toBe(0.5);
    expect(recall.value).toBe(0.5);
    expect(falsePositiveRate.value).toBeCloseTo(1 / 3, 12);
    expect(f1.value).toBe(0.5);
    // Observed 0.6, expected 0.4 * 0.4 + 0.6 * 0.6.
    expect(kappa.value).toBeCloseTo((0.6 - 0.52) / 0.48, 12);
  });

  it("has no figures without items, rather than zeros", () => {
    const { overall, calibration, categories } = summarize([]);
    expect(overall.accuracy).toEqual({ count: 0, total: 0, value: null, interval: null });
    expect(overall.f1).toEqual({ value: null, interval: null });
    expect(overall.kappa).toEqual({ value: null, interval: null });
    expect(calibration).toBeNull();
    expect(categories.size).toBe(0);
  });

  it("compares each category with all others, without items whose category is unknown", () => {
    const { categories } = summarize([
      item({ violation: 1, policyCategory: "A" }, judged(1, "A")),
      item({ violation: 1, policyCategory: "A" }, judged(1, "B")),
      item({ violation: 0, policyCategory: null }, judged(1, "B")),
      item({ violation: 1, policyCategory: undefined }, judged(1, "C")),
    ]);
    expect([...categories.keys()]).toEqual(["A", "B"]);
    expect(categories.get("A")!.recall).toMatchObject({ count: 1, total: 2 });
    expect(categories.get("B")!.precision).toMatchObject({ count: 0, total: 2, value: 0 });
    expect(categories.get("B")!.recall.value).toBeNull();
  });

  it("counts which category was judged for which expected one", () => {
    const { confusion } = summarize([
      item({ violation: 1, policyCategory: "B" }, judged(1, "A")),
      item({ violation: 1, policyCategory: "B" }, judged(1, "B")),
      item({ violation: 0, policyCategory: null }, judged(1, "A")),
      item({ violation: 1, policyCategory: undefined }, judged(1, "C")),
    ]);
    expect(confusion).toEqual({
      labels: ["A", "B", null],
      counts: [
        [0, 0, 0],
        [1, 1, 0],
        [1, 0, 0],
      ],
    });
    expect(summarize([]).confusion).toBeNull();
  });

  it("gives each tag its own figures", () => {
    const { tags } = summarize([
      item({ tags: ["slang", "short"] }, judged(1)),
      item({ tags: ["slang"] }, judged(0)),
    ]);
    expect(tags.get("slang")!.accuracy.value).toBe(0.5);
    expect(tags.get("short")!.accuracy.value).toBe(1);
  });

  it("compares scores with labels", () => {
    const { calibration } = summarize([
      item({ violation: 1 }, judged(1, null, 0.95)),
      item({ violation: 1 }, judged(1, null, 1)),
      item({ violation: 0 }, judged(0, null, 0.25)),
      item({ violation: 1 }, judged(0, null, 0.25)),
      item({ violation: 1 }, judged(1)),
    ]);
    expect(calibration!.items).toBe(4);
    expect(calibration!.brier).toBeCloseTo((0.05 ** 2 + 0 + 0.25 ** 2 + 0.75 ** 2) / 4, 12);
    expect(calibration!.bins.map(({ low, items }) => [low, items])).toEqual([
      [0.2, 2],
      [0.9, 2],
    ]);
    expect(calibration!.expectedError).toBeCloseTo((2 * 0.25 + 2 * 0.025) / 4, 12);
    const half = calibration!.thresholds.find(({ threshold }) => threshold === 0.5)!;
    expect(half.precision).toBe(1);
    expect(half.recall).toBeCloseTo(2 / 3, 12);
  });

  // The example of f1_score in the documentation of scikit-learn: labels 0, 1, 2, 0, 1, 2 predicted as 0, 2, 1, 0, 0, 1 have
  // the F1 scores 0.8, 0 and 0, computed with scikit-learn 1.9.1.
  it("has the F1 scores of scikit-learn's example", () => {
    const { categories } = summarize(
      [
        ["A", "A"],
        ["B", "C"],
        ["C", "B"],
        ["A", "A"],
        ["B", "A"],
        ["C", "B"],
      ].map(([expected, actual]) => item({ policyCategory: expected! }, judged(1, actual!))),
    );
    expect([...categories].map(([code, { f1 }]) => [code, f1.value])).toEqual([
      ["A", 0.8],
      ["B", 0],
      ["C", 0],
    ]);
  });

  // The example of brier_score_loss in the documentation of scikit-learn: 0.0375, computed with scikit-learn 1.9.1.
  it("has the Brier score of scikit-learn's example", () => {
    const { calibration } = summarize([
      item({ violation: 0 }, judged(0, null, 0.1)),
      item({ violation: 1 }, judged(1, null, 0.9)),
      item({ violation: 1 }, judged(1, null, 0.8)),
      item({ violation: 0 }, judged(0, null, 0.3)),
    ]);
    expect(calibration!.brier).toBeCloseTo(0.0375, 12);
  });

  // The example of binary_calibration_error in the documentation of TorchMetrics, norm l1: 0.2900. Its two bins and our ten
  // have the same error, because no bin mixes labels; both computed from the definition with NumPy 2.4.6.
  it("has the expected calibration error of TorchMetrics' example", () => {
    const { calibration } = summarize(
      [
        [0.25, 0],
        [0.25, 0],
        [0.55, 1],
        [0.75, 1],
        [0.75, 1],
      ].map(([score, label]) => item({ violation: label === 1 ? 1 : 0 }, judged(1, null, score!))),
    );
    expect(calibration!.expectedError).toBeCloseTo(0.29, 12);
  });
});
