import { describe, expect, it } from "vitest";
import { cohenKappa } from "../../../../evaluation/statistics/kappa.ts";
import { kappaInterval } from "../../../../evaluation/statistics/kappa-interval.ts";
import { fleissKappa } from "../../../../evaluation/statistics/fleiss-kappa.ts";

/**
 * The worked example of Fleiss (Psychological Bulletin 76 (1971) 378, table 1): 30 patients, each diagnosed by six
 * psychiatrists as depression, personality disorder, schizophrenia, neurosis or other. Kappa is 0.430. The table is,
 * row by row, `diagnoses` of the R package irr, as in the tests of statsmodels 0.15.0; the digits are from its
 * fleiss_kappa.
 */
const DIAGNOSES =
  `0 0 0 6 0, 0 3 0 0 3, 0 1 4 0 1, 0 0 0 0 6, 0 3 0 3 0, 2 0 4 0 0, 0 0 4 0 2, 2 0 3 1 0, 2 0 0 4 0, 0 0 0 0 6,
  1 0 0 5 0, 1 1 0 4 0, 0 3 3 0 0, 1 0 0 5 0, 0 2 0 3 1, 0 0 5 0 1, 3 0 0 1 2, 5 1 0 0 0, 0 2 0 4 0, 1 0 2 0 3,
  0 0 0 0 6, 0 1 0 5 0, 0 2 0 1 3, 2 0 0 4 0, 1 0 0 4 1, 0 5 0 1 0, 4 0 0 0 2, 0 2 0 4 0, 1 0 5 0 0, 0 0 0 0 6`
    .split(",")
    .map((row) => ({ counts: row.trim().split(" ").map(Number), count: 1 }));

describe("fleissKappa", () => {
  it("is that of the worked example of its author", () => {
    expect(fleissKappa(DIAGNOSES)).toBeCloseTo(0.43024452006014074, 12);
  });

  it("does not depend on whether items with the same labels are given together", () => {
    const together = [
      { counts: [2, 0], count: 3 },
      { counts: [1, 1], count: 2 },
      { counts: [0, 2], count: 1 },
    ];
    const apart = together.flatMap(({ counts, count }) =>
      Array.from({ length: count }, () => ({ counts, count: 1 })),
    );
    expect(fleissKappa(together)).toBeCloseTo(fleissKappa(apart)!, 12);
  });

  it("is undefined without items or a second judge, and if there is only one label", () => {
    expect(fleissKappa([])).toBeNull();
    expect(fleissKappa([{ counts: [1, 0], count: 5 }])).toBeNull();
    expect(fleissKappa([{ counts: [3, 0], count: 5 }])).toBeNull();
  });
});

describe("pairs with counts", () => {
  it("have the kappa and interval of the same pairs one by one", () => {
    const table = [
      ["1", "1", 40],
      ["1", "0", 9],
      ["0", "1", 6],
      ["0", "0", 45],
      ["2", "0", 0],
    ] as const;
    const apart = table.flatMap(([first, second, count]) =>
      Array.from({ length: count }, () => [first, second] as const),
    );
    expect(cohenKappa(table)).toBeCloseTo(cohenKappa(apart)!, 12);
    expect(kappaInterval(table)!.low).toBeCloseTo(kappaInterval(apart)!.low, 12);
    expect(kappaInterval(table)!.high).toBeCloseTo(kappaInterval(apart)!.high, 12);
  });
});
