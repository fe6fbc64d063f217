import { expect, it } from "vitest";
import { formatDuration, formatRelative } from "../../../../dashboard/kit/format-time.ts";

const NOW = Date.UTC(2026, 10, 28, 12);

it.each([
  [0, "now"],
  [12_000, "12 sec. ago"],
  [90_000, "1 min. ago"],
  [3_600_000, "1 hr. ago"],
  [26 * 3_600_000, "1 day ago"],
  [40 * 86_400_000, "Oct 19, 2026"],
])("says that something was %i ms ago", (ms, words) => {
  expect(formatRelative(NOW - ms, NOW)).toBe(words);
});

it.each([
  [0, "0 ms"],
  [850.4, "850 ms"],
  [12_400, "12.4 s"],
  [200_000, "3 min 20 s"],
  [7_380_000, "2 h 3 min"],
])("writes a length of %i ms", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
