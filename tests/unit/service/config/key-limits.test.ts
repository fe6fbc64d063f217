import { describe, expect, it } from "vitest";
import { limitsOf, parseKeyLimits } from "../../../../service/config/key-limits.ts";

const GENERAL = { weight: 1, requestsPerMinute: null, concurrentRequests: 1000, queueSharePercent: 80 };

describe("parseKeyLimits", () => {
  it("reads limits by key id", () => {
    expect(parseKeyLimits("3fa85f64a1b2=weight:3,rate:600; environment=share:100,concurrent:8;")).toEqual({
      "3fa85f64a1b2": { weight: 3, requestsPerMinute: 600 },
      environment: { queueSharePercent: 100, concurrentRequests: 8 },
    });
  });

  it.each([
    "3fa85f64a1b2",
    "3fa85f64a1b2=",
    "3fa85f64a1b2=weight",
    "3fa85f64a1b2=weight:0",
    "3fa85f64a1b2=share:101",
    "3fa85f64a1b2=rate:1,rate:2",
    "3fa85f64a1b2=constructor:1",
    "a=weight:1;a=weight:2",
    "a=weight:1=2",
  ])("refuses %s", (text) => {
    expect(parseKeyLimits(text)).toBeNull();
  });
});

describe("limitsOf", () => {
  it("is the default if the key has no own limit", () => {
    const settings = { default: GENERAL, byKey: { a: { weight: 2 } } };
    expect(limitsOf(settings, "a")).toEqual({ ...GENERAL, weight: 2 });
    expect(limitsOf(settings, "constructor")).toEqual(GENERAL);
  });
});
