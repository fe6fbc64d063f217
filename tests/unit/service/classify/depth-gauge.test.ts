import { describe, expect, it } from "vitest";
import { DepthGauge } from "../../../../service/classify/depth-gauge.ts";

describe("DepthGauge", () => {
  it("adds what was accepted since the last count", async () => {
    let counts = 0;
    const gauge = new DepthGauge(async () => ((counts += 1), 10));
    expect(await gauge.depth()).toBe(10);
    gauge.accepted(3);
    expect(await gauge.depth()).toBe(13);
    expect(counts).toBe(1);
  });

  it("counts once for many callers at the same time", async () => {
    let counts = 0;
    const gauge = new DepthGauge(async () => ((counts += 1), 5));
    expect(await Promise.all(Array.from({ length: 20 }, () => gauge.depth()))).toEqual(Array(20).fill(5));
    expect(counts).toBe(1);
  });

  it("tries again after a count that failed", async () => {
    let fail = true;
    const gauge = new DepthGauge(async () => {
      if (fail) throw new Error("database down");
      return 2;
    });
    await expect(gauge.depth()).rejects.toThrow("database down");
    fail = false;
    expect(await gauge.depth()).toBe(2);
  });
});
