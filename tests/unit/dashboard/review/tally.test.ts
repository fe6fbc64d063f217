import { describe, expect, it } from "vitest";
import { breakReason, counted, newTally, rested } from "../../../../dashboard/pages/review/tally.ts";

const LIMITS = { breaks: true, breakMinutes: 25, breakItems: 2 };
const minutes = (count: number): number => count * 60_000;

describe("tally", () => {
  it("counts decisions, and no longer those that were undone", () => {
    const one = counted(newTally(0), "overturn", 1);
    expect(one).toMatchObject({ decided: 1, overturned: 1, sinceBreak: 1 });
    expect(counted(one, "overturn", -1)).toEqual(newTally(0));
  });

  it("suggests a break after minutes or items, and not again after a rest", () => {
    expect(breakReason(newTally(0), LIMITS, minutes(24))).toBeNull();
    expect(breakReason(newTally(0), LIMITS, minutes(25))).toBe("You have been reviewing for 25 minutes.");
    const busy = counted(counted(newTally(0), "agree", 1), "agree", 1);
    expect(breakReason(busy, LIMITS, minutes(1))).toBe("You have decided 2 items.");
    expect(breakReason(rested(busy, minutes(30)), LIMITS, minutes(31))).toBeNull();
  });

  it("suggests nothing if that is turned off", () => {
    expect(breakReason(newTally(0), { ...LIMITS, breaks: false }, minutes(100))).toBeNull();
  });
});
