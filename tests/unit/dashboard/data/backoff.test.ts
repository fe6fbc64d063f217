import { expect, it } from "vitest";
import { backoffMs } from "../../../../dashboard/data/backoff.ts";

it("waits longer after each attempt, and at most 30 seconds", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(backoffMs)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});
