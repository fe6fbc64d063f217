import { expect, it } from "vitest";
import { rateAndTimeLeft } from "../../../../cli/printing/rate-and-time-left.ts";

it("tells the average rate and the time that the rest takes at it", () => {
  expect(rateAndTimeLeft(3e9, 12e9, 10_000)).toBe("300 MB/s, 30 s left");
  expect(rateAndTimeLeft(1e9, 61e9, 10_000)).toBe("100 MB/s, 10 min left");
  expect(rateAndTimeLeft(12e9, 12e9, 10_000)).toBe("1200 MB/s");
});

it("says nothing before it knows", () => {
  expect(rateAndTimeLeft(4e6, 12e9, 20)).toBe("");
  expect(rateAndTimeLeft(0, 12e9, 5000)).toBe("");
});
