import { describe, expect, it } from "vitest";
import { DepthGauge } from "../../../../service/classify/depth-gauge.ts";

describe("DepthGauge", () => {
  it("adds what was accepted since the last count", async () => {
    let counts = 0;
    const gauge = new DepthGauge(async () => ((counts += 1), 10));
    (await gauge.reserve(3, 15))?.(3);
    expect(await gauge.reserve(3, 15)).toBeNull();
    expect(await gauge.reserve(2, 15)).not.toBeNull();
    expect(counts).toBe(1);
  });

  it("keeps its limit under any number of requests at the same time", async () => {
    const gauge = new DepthGauge(async () => 5);
    const rooms = await Promise.all(Array.from({ length: 2000 }, () => gauge.reserve(1, 100)));
    expect(rooms.filter((room) => room !== null)).toHaveLength(95);
  });

  it("takes back what was not accepted", async () => {
    const gauge = new DepthGauge(async () => 0);
    const release = await gauge.reserve(4, 4);
    expect(await gauge.reserve(1, 4)).toBeNull();
    release?.(1);
    expect(await gauge.reserve(3, 4)).not.toBeNull();
    expect(await gauge.reserve(1, 4)).toBeNull();
  });

  it("counts once for many callers at the same time", async () => {
    let counts = 0;
    const gauge = new DepthGauge(async () => ((counts += 1), 5));
    await Promise.all(Array.from({ length: 20 }, () => gauge.reserve(1, 100)));
    expect(counts).toBe(1);
  });

  it("tries again after a count that failed", async () => {
    let fail = true;
    const gauge = new DepthGauge(async () => {
      if (fail) throw new Error("database down");
      return 2;
    });
    await expect(gauge.reserve(1, 10)).rejects.toThrow("database down");
    fail = false;
    expect(await gauge.reserve(9, 10)).toBeNull();
    expect(await gauge.reserve(8, 10)).not.toBeNull();
  });
});
