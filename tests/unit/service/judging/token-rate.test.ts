import { describe, expect, it } from "vitest";
import { TokenRate } from "../../../../service/judging/token-rate.ts";

const USAGE = { promptTokens: 600, cachedTokens: 300, reasoningTokens: 60, completionTokens: 60 };

describe("the token rate", () => {
  it("is the mean of the time since the start, then of the last minute", () => {
    let now = 0;
    const rate = new TokenRate(() => now);
    rate.add(USAGE);
    now = 10_000;
    expect(rate.perSecond()).toEqual({ prompt: 60, cached: 30, generated: 12 });
    now = 59_999;
    expect(rate.perSecond().prompt).toBeCloseTo(10);
    now = 61_000;
    expect(rate.perSecond()).toEqual({ prompt: 0, cached: 0, generated: 0 });
  });

  it("counts generations, and passes them on to the metrics of the attempt", () => {
    const rate = new TokenRate(() => 0);
    const seen: number[] = [];
    const metrics = rate.counting({
      observeQueueWait: () => undefined,
      observeGeneration: (seconds) => void seen.push(seconds),
      countRetry: () => undefined,
      countVerdict: () => undefined,
    });
    metrics.observeGeneration(2, USAGE);
    expect(seen).toEqual([2]);
    expect(rate.perSecond()).toEqual({ prompt: 600, cached: 300, generated: 120 });
  });
});
