import { describe, expect, it } from "vitest";
import { leaseLeft, shouldExtend } from "../../../../dashboard/pages/review/lease.ts";

const LEASE = { claimedAt: 1000, expiresAt: 601_000 };

describe("shouldExtend", () => {
  it("extends in the second half of the lease, if the reviewer did something since the claim", () => {
    expect(shouldExtend(LEASE, 200_000, 300_000)).toBe(false);
    expect(shouldExtend(LEASE, 200_000, 302_000)).toBe(true);
    expect(shouldExtend(LEASE, 500, 302_000)).toBe(false);
  });

  it("claims again after the lease has expired", () => {
    expect(shouldExtend(LEASE, 700_000, 701_000)).toBe(true);
  });
});

describe("leaseLeft", () => {
  it("is in minutes, then in seconds, then over", () => {
    expect(leaseLeft(600_000, 0)).toBe("10 min");
    expect(leaseLeft(600_000, 560_500)).toBe("39 s");
    expect(leaseLeft(600_000, 600_000)).toBeNull();
  });
});
