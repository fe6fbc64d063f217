import { describe, expect, it } from "vitest";
import { scaleTo, spreadLabels } from "../../../../dashboard/kit/chart-scale.ts";

describe("scaleTo", () => {
  it.each([
    [0, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [7, [0, 2, 4, 6, 8]],
    [95, [0, 25, 50, 75, 100]],
  ])("includes %d, with round numbers", (largest, ticks) => {
    expect(scaleTo(largest).ticks).toEqual(ticks);
  });

  it("includes any value", () => {
    for (let value = 0.001; value < 1e9; value *= 3.7) {
      const { max, ticks } = scaleTo(value);
      expect(max).toBeGreaterThanOrEqual(value * (1 - 1e-9));
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

describe("spreadLabels", () => {
  it("moves labels apart, in their order, and keeps them in the chart", () => {
    expect(spreadLabels([10, 12, 80], 16, 100)).toEqual([10, 26, 80]);
    expect(spreadLabels([99, 98, 97], 16, 100)).toEqual([100, 84, 68]);
  });
});
