import { describe, expect, it } from "vitest";
import { ServiceRate } from "../../../../service/judging/service-rate.ts";

/** A rate with a clock that the test advances. */
function rateAt(): { rate: ServiceRate; pass: (milliseconds: number) => void } {
  let now = 0;
  return { rate: new ServiceRate(() => now), pass: (milliseconds) => void (now += milliseconds) };
}

describe("ServiceRate", () => {
  it("is unknown until an item has been judged", () => {
    const { rate, pass } = rateAt();
    const free = rate.begin();
    pass(1000);
    expect(rate.perSecond(8)).toBeNull();
    free(false);
    expect(rate.perSecond(8)).toBeNull();
  });

  it("is the rate of a busy worker, even if this one was mostly idle", () => {
    const { rate, pass } = rateAt();
    for (let n = 0; n < 200; n += 1) {
      const free = rate.begin();
      pass(500);
      free(true);
      pass(10_000);
    }
    expect(rate.perSecond(8)).toBeCloseTo(16, 0);
  });

  it("counts slots that are in use at the same time", () => {
    const { rate, pass } = rateAt();
    for (let n = 0; n < 100; n += 1) {
      const slots = Array.from({ length: 4 }, () => rate.begin());
      pass(1000);
      for (const free of slots) free(true);
    }
    expect(rate.perSecond(4)).toBeCloseTo(4, 1);
  });

  it("falls while the engine hangs, and recovers afterwards", () => {
    const { rate, pass } = rateAt();
    const judge = (milliseconds: number): void => {
      const free = rate.begin();
      pass(milliseconds);
      free(true);
    };
    for (let n = 0; n < 200; n += 1) judge(100);
    const before = rate.perSecond(1) ?? 0;
    const free = rate.begin();
    pass(60_000);
    expect(rate.perSecond(1)).toBeLessThan(before / 5);
    free(true);
    for (let n = 0; n < 500; n += 1) judge(100);
    expect(rate.perSecond(1)).toBeCloseTo(before, 0);
  });
});
