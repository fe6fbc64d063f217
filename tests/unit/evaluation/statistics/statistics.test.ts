import { describe, expect, it } from "vitest";
import { bootstrap } from "../../../../evaluation/statistics/bootstrap.ts";
import { cohenKappa } from "../../../../evaluation/statistics/kappa.ts";
import { mcnemarExact } from "../../../../evaluation/statistics/mcnemar.ts";
import { pairedDifference } from "../../../../evaluation/statistics/paired-difference.ts";
import { quantile } from "../../../../evaluation/statistics/quantile.ts";
import { wilson } from "../../../../evaluation/statistics/wilson.ts";

describe("wilson", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i", (count, total, low, high) => {
    const interval = wilson(count, total)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
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
  // (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013).
  it("of Fagerland's example", () => {
    expect(mcnemarExact(1, 7)).toBeCloseTo(0.0703125, 10);
    expect(mcnemarExact(7, 1)).toBe(mcnemarExact(1, 7));
  });

  it("is 1 without a difference, never above 1, and does not underflow", () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    expect(mcnemarExact(5, 5)).toBe(1);
    const many = mcnemarExact(4_800, 5_200);
    expect(many).toBeGreaterThan(5e-5);
    expect(many).toBeLessThan(7e-5);
  });
});

describe("pairedDifference", () => {
  // Wald with Bonett and Price's adjustment for the same data: -0.508 to -0.013 (Fagerland, Lydersen and Laake, Statistics in
  // Medicine 33 (2014) 2850).
  it("of Fagerland's example", () => {
    const { difference, interval } = pairedDifference(7, 1, 21)!;
    expect(difference).toBeCloseTo(-6 / 21, 12);
    expect(interval.low).toBeCloseTo(-0.508, 3);
    expect(interval.high).toBeCloseTo(-0.013, 3);
  });

  it("has no items, or impossible ones", () => {
    expect(pairedDifference(0, 0, 0)).toBeNull();
    expect(() => pairedDifference(2, 2, 3)).toThrow(RangeError);
  });
});

describe("cohenKappa", () => {
  const pairs = (table: readonly (readonly number[])[]): [string, string][] =>
    table.flatMap((row, i) =>
      row.flatMap((count, j) => Array.from({ length: count }, (): [string, string] => [`${i}`, `${j}`])),
    );

  // Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), table 18.1: 0.89 observed, 0.66 by chance.
  it("of Fleiss's example", () => {
    const table = [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ];
    expect(cohenKappa(pairs(table))).toBeCloseTo((0.89 - 0.66) / (1 - 0.66), 12);
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
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe("bootstrap", () => {
  const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length;

  it("of a mean is near the normal interval, the same for the same seed", () => {
    const items = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const interval = bootstrap(items, mean)!;
    expect(interval.low).toBeCloseTo(0.25 - 1.96 * Math.sqrt((0.25 * 0.75) / 400), 2);
    expect(interval.high).toBeCloseTo(0.25 + 1.96 * Math.sqrt((0.25 * 0.75) / 400), 2);
    expect(bootstrap(items, mean)).toEqual(interval);
    expect(bootstrap(items, mean, 2)).not.toEqual(interval);
  });

  it("leaves out resamples on which the statistic is undefined, and gives up on most of them", () => {
    expect(bootstrap([1, 2, 3], () => null)).toBeNull();
    expect(bootstrap([], mean)).toBeNull();
    expect(bootstrap([5, 5, 5], mean)).toEqual({ low: 5, high: 5 });
  });
});
