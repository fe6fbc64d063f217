import { describe, expect, it } from "vitest";
import { isInShare } from "../../../../evaluation/sampling/is-in-share.ts";
import { reviewOf } from "../../../../service/reviews/open-review.ts";
import { uuidv7 } from "../../../helpers/stores.ts";

const NEED = { reasons: [], sample: 0, second: 0 } as const;

describe("reviewOf", () => {
  it("is null without a reason, and needs one person otherwise", () => {
    expect(reviewOf(uuidv7(), NEED)).toBeNull();
    expect(reviewOf(uuidv7(), { ...NEED, reasons: ["score"] })).toEqual({
      state: "needs_review",
      reasons: ["score"],
      reviewers: 1,
      appeals: 0,
      outcome: null,
      decisions: [],
    });
  });

  it("samples all for a share of 1 and none for 0", () => {
    expect(reviewOf(uuidv7(), { ...NEED, sample: 1, second: 1 })).toMatchObject({
      reasons: ["sample"],
      reviewers: 2,
    });
    expect(reviewOf(uuidv7(), { ...NEED, second: 1 })).toBeNull();
  });
});

describe("isInShare", () => {
  const ids = Array.from({ length: 20_000 }, () => uuidv7());

  it("samples about the share, the same ids each time", () => {
    const taken = ids.filter((id) => isInShare(`sample:${id}`, 0.1));
    // Six standard deviations around 2,000.
    expect(taken.length).toBeGreaterThan(1745);
    expect(taken.length).toBeLessThan(2255);
    expect(ids.filter((id) => isInShare(`sample:${id}`, 0.1))).toEqual(taken);
  });

  it("includes all of a smaller share in a larger one, and samples the two purposes independently", () => {
    const small = ids.filter((id) => isInShare(`sample:${id}`, 0.05));
    expect(small.every((id) => isInShare(`sample:${id}`, 0.2))).toBe(true);
    const both = ids.filter((id) => isInShare(`sample:${id}`, 0.5) && isInShare(`second:${id}`, 0.5));
    expect(both.length).toBeGreaterThan(4630);
    expect(both.length).toBeLessThan(5370);
  });
});
