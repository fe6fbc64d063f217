import { expect, it } from "vitest";
import { localTime } from "../../../../dashboard/pages/live/local-time.ts";

it("writes a time in the zone of its reader, so that the control reads the same minute", () => {
  const iso = "2026-11-28T12:34:00.000Z";
  expect(new Date(localTime(iso)).toISOString()).toBe(iso);
});

it("leaves the control empty without a time that exists", () => {
  expect([localTime(undefined), localTime("yesterday")]).toEqual(["", ""]);
});
