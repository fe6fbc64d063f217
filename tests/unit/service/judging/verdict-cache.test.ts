import { describe, expect, it } from "vitest";
import { cacheOutcomes, reuseSince } from "../../../../service/judging/verdict-cache.ts";

describe("reuseSince", () => {
  const now = new Date("2026-11-23T12:00:00.000Z");

  it("is the current time minus the time to live", () => {
    expect(reuseSince(3600, now)).toEqual(new Date("2026-11-23T11:00:00.000Z"));
    expect(reuseSince(30 * 24 * 3600, now)).toEqual(new Date("2026-10-24T12:00:00.000Z"));
  });

  it("is null without a cache", () => {
    expect(reuseSince(0, now)).toBeNull();
  });
});

describe("cacheOutcomes", () => {
  it("counts items that may reuse a verdict, and no others", () => {
    const since = new Date();
    const items = [
      { id: "a", reuseSince: since },
      { id: "b", reuseSince: null },
      { id: "c", reuseSince: since },
    ];
    const records = [
      { id: "a", cached_from: "x" },
      { id: "b", cached_from: null },
      { id: "c", cached_from: null },
    ];
    expect(cacheOutcomes(items, records)).toEqual(["hit", "miss"]);
  });
});
