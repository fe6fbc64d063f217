import { describe, expect, it } from "vitest";
import {
  DEFAULT_SETTINGS,
  isShielded,
  readSettings,
  reviewerName,
} from "../../../../dashboard/data/review-settings.ts";

describe("readSettings", () => {
  it("keeps what is valid, and has the default for anything else", () => {
    const stored = {
      reviewer: "Ann",
      shield: "never",
      strength: 99,
      greyscale: "yes",
      breaks: false,
      breakItems: 10,
    };
    expect(readSettings(stored)).toEqual({
      ...DEFAULT_SETTINGS,
      reviewer: "Ann",
      shield: "never",
      breaks: false,
      breakItems: 10,
    });
    for (const nothing of [null, 3, "x", []]) expect(readSettings(nothing)).toEqual(DEFAULT_SETTINGS);
  });
});

describe("reviewerName", () => {
  it("is the entered name, else that of the key, as the API accepts it", () => {
    expect(reviewerName(" Ann ", "key")).toBe("Ann");
    expect(reviewerName("  ", "a key")).toBe("a key");
    expect(reviewerName(`${"a".repeat(99)} b`, "key")).toBe("a".repeat(99));
  });
});

describe("isShielded", () => {
  it("blurs content of marked and of unknown policies by default", () => {
    expect([true, false, undefined].map((sensitive) => isShielded("marked", sensitive))).toEqual([
      true,
      false,
      true,
    ]);
    expect(isShielded("always", false)).toBe(true);
    expect(isShielded("never", true)).toBe(false);
  });
});
