import { describe, expect, it } from "vitest";
import { bootstrap } from "../../../../evaluation/statistics/bootstrap.ts";
import { kappaInterval } from "../../../../evaluation/statistics/kappa-interval.ts";
import { cohenKappa } from "../../../../evaluation/statistics/kappa.ts";
import { mcnemarExact } from "../../../../evaluation/statistics/mcnemar.ts";
import { pairedDifference } from "../../../../evaluation/statistics/paired-difference.ts";
import { quantile } from "../../../../evaluation/statistics/quantile.ts";
import { wilson } from "../../../../evaluation/statistics/wilson.ts";

function pairs(table: readonly (readonly number[])[]): [string, string][] {
  return table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, (): [string, string] => [`${i}`, `${j}`])),
  );
}

describe("wilson", () => {
  // The examples of Newcombe (Statistics in Medicine 17 (1998) 857, table I, method 3), computed with proportion_confint of
  // statsmodels 0.15.0, method "wilson".
  it.each([
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [15, 148, 0.06238639953073628, 0.16048724172330803],
    [0, 20, 0, 0.1611251580528194],
    [1, 29, 0.006113214292762667, 0.17175521879320294],
  ])("of %i in %i", (count, total, low, high) => {
    const interval = wilson(count, total)!;
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  });

  it("is symmetric, contains the share, and is undefined for no items", () => {
    expect(wilson(20, 20)!.high).toBe(1);
    expect(wilson(20, 20)!.low).toBeCloseTo(1 - wilson(0, 20)!.high, 12);
    expect(wilson(0, 0)).toBeNull();
    expect(() => wilson(3, 2)).toThrow(RangeError);
  });
});

describe("mcnemarExact", () => {
  // Airway hyper-responsiveness before and after stem cell transplantation, 1 and 7 discordant of 21: p = 0.0703
  // (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013); also by mcnemar(exact=True) of statsmodels 0.15.0.
  it("of Fagerland's example", () => {
    expect(mcnemarExact(1, 7)).toBeCloseTo(0.0703125, 10);
    expect(mcnemarExact(7, 1)).toBe(mcnemarExact(1, 7));
  });

  it("is 1 without a difference, never above 1, and does not underflow", () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    expect(mcnemarExact(5, 5)).toBe(1);
    // Computed with mcnemar(exact=True) of statsmodels 0.15.0.
    expect(mcnemarExact(4_800, 5_200) / 6.593515598672343e-5).toBeCloseTo(1, 9);
  });
});

describe("pairedDifference", () => {
  // Wald with Bonett and Price's adjustment for the same data: -0.508 to -0.013 (Fagerland, Lydersen and Laake, Statistics in
  // Medicine 33 (2014) 2850). The digits are from the published formula, computed with SciPy 1.17.1.
  it("of Fagerland's example", () => {
    const { difference, interval } = pairedDifference(7, 1, 21)!;
    expect(difference).toBeCloseTo(-6 / 21, 12);
    expect(interval.low).toBeCloseTo(-0.5083593066664394, 10);
    expect(interval.high).toBeCloseTo(-0.013379823768343235, 10);
  });

  it("has no items, or impossible ones", () => {
    expect(pairedDifference(0, 0, 0)).toBeNull();
    expect(() => pairedDifference(2, 2, 3)).toThrow(RangeError);
  });
});

describe("cohenKappa", () => {
  // Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), table 18.1: 0.89 observed, 0.66 by chance.
  // cohens_kappa of statsmodels 0.15.0 has the same.
  it("of Fleiss's example", () => {
    const table = [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ];
    expect(cohenKappa(pairs(table))).toBeCloseTo((0.89 - 0.66) / (1 - 0.66), 12);
    expect(cohenKappa(pairs(table))).toBeCloseTo(0.676470588235294, 12);
    const { low, high } = kappaInterval(pairs(table))!;
    expect(low).toBeCloseTo(0.5045759580860855, 10);
    expect(high).toBeCloseTo(0.8483652183845026, 10);
  });

  it("is 0 for chance, 1 for agreement, negative below chance, undefined for one label", () => {
    expect(
      cohenKappa(
        pairs([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBe(0);
    expect(
      cohenKappa(
        pairs([
          [3, 0],
          [0, 5],
        ]),
      ),
    ).toBe(1);
    expect(
      cohenKappa(
        pairs([
          [0, 5],
          [5, 0],
        ]),
      ),
    ).toBe(-1);
    expect(cohenKappa(pairs([[5]]))).toBeNull();
    expect(cohenKappa([])).toBeNull();
  });
});

describe("quantile", () => {
  it("interpolates between neighbours", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.95)).toBeCloseTo(3.85, 12);
    expect(quantile([7], 0.95)).toBe(7);
    // As numpy.percentile of NumPy 2.4.6: also 2.5 and 3.85 above.
    expect(quantile([1, 2, 3, 4, 7, 10], 0.5)).toBe(3.5);
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe("kappaInterval", () => {
  // The worked example of ci.kappa in the R package statpsych (D. G. Bonett): kappa 0.6756757, 0.5317210 to 0.8196303.
  // The digits are from cohens_kappa of statsmodels 0.15.0.
  it("of Bonett's example", () => {
    const example = pairs([
      [31, 12],
      [4, 58],
    ]);
    expect(cohenKappa(example)).toBeCloseTo(0.6756756756756757, 12);
    const { low, high } = kappaInterval(example)!;
    expect(low).toBeCloseTo(0.5317210105299436, 10);
    expect(high).toBeCloseTo(0.8196303408214077, 10);
  });

  it("stays between -1 and 1, has no width for full agreement, and is undefined if kappa is", () => {
    expect(
      kappaInterval(
        pairs([
          [3, 0],
          [0, 5],
        ]),
      ),
    ).toEqual({ low: 1, high: 1 });
    expect(
      kappaInterval(
        pairs([
          [0, 1],
          [1, 0],
        ]),
      )!.low,
    ).toBe(-1);
    expect(kappaInterval(pairs([[5]]))).toBeNull();
    expect(kappaInterval([])).toBeNull();
  });
});

describe("bootstrap", () => {
  const share = ([hits = 0, others = 0]: readonly number[]) =>
    hits + others === 0 ? null : hits / (hits + others);

  it("of a share is near the normal interval, the same for the same seed", () => {
    const interval = bootstrap([100, 300], share)!;
    expect(interval.low).toBeCloseTo(0.25 - 1.96 * Math.sqrt((0.25 * 0.75) / 400), 2);
    expect(interval.high).toBeCloseTo(0.25 + 1.96 * Math.sqrt((0.25 * 0.75) / 400), 2);
    expect(bootstrap([100, 300], share)).toEqual(interval);
    expect(bootstrap([100, 300], share, 2)).not.toEqual(interval);
  });

  it("keeps the number of items in each resample", () => {
    const sizes = new Set<number>();
    bootstrap([3, 0, 40_000, 7], (counts) => {
      sizes.add(counts.reduce((sum, count) => sum + count, 0));
      expect(counts[1]).toBe(0);
      return 1;
    });
    expect([...sizes]).toEqual([40_010]);
  });

  it("leaves out resamples on which the statistic is undefined, and gives up on most of them", () => {
    expect(bootstrap([1, 2], () => null)).toBeNull();
    expect(bootstrap([], share)).toBeNull();
    expect(bootstrap([0, 0], share)).toBeNull();
    expect(bootstrap([5, 0], share)).toEqual({ low: 1, high: 1 });
  });
});
