import { describe, expect, it } from "vitest";
import {
  parseRetryAfter,
  RETRY_DELAYS_MS,
  retryDelayMs,
} from "../../../../service/webhooks/retry-schedule.ts";

const HOUR = 3_600_000;

describe("the schedule", () => {
  it("backs off, and makes the last attempt after 24 hours", () => {
    expect([...RETRY_DELAYS_MS.slice(0, 6)]).toEqual([
      5000,
      300_000,
      1_800_000,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
    ]);
    const total = RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0);
    expect(Math.abs(total - 24 * HOUR)).toBeLessThan(60_000);
  });

  it("varies each delay by up to a tenth, and ends", () => {
    expect(retryDelayMs(1, null, [1000], () => 0)).toBe(900);
    expect(retryDelayMs(1, null, [1000], () => 0.5)).toBe(1000);
    expect(retryDelayMs(1, null, [1000], () => 0.999_999)).toBe(1100);
    expect(retryDelayMs(2, null, [1000])).toBeNull();
    expect(retryDelayMs(2, 5000, [1000])).toBeNull();
  });

  it("waits as long as the receiver requests, within bounds, and never less than scheduled", () => {
    const middle = (): number => 0.5;
    expect(retryDelayMs(1, 60_000, [1000], middle)).toBe(60_000);
    expect(retryDelayMs(1, 10, [1000], middle)).toBe(1000);
    expect(retryDelayMs(1, 1e12, [1000], middle)).toBe(10 * HOUR);
  });
});

describe("parseRetryAfter", () => {
  const now = new Date("2026-11-23T09:00:00Z");

  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 7 ", 7000],
    ["Mon, 23 Nov 2026 09:01:00 GMT", 60_000],
    ["Mon, 23 Nov 2026 08:00:00 GMT", 0],
    [undefined, null],
    ["", null],
    ["-1", null],
    ["1.5", null],
    ["soon", null],
    ["2026-11-23", null],
    ["99999999999999999999", null],
    ["Mon, 99 Xyz 2026", null],
  ])("reads %j", (field, expected) => {
    expect(parseRetryAfter(field, now)).toBe(expected);
  });
});
