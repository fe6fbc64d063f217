import { describe, expect, it } from "vitest";
import { batchLimit, queueLimit } from "../../../../service/judging/dispatch-limits.ts";

describe("queueLimit", () => {
  it("is slightly more than the number of items being judged", () => {
    expect(queueLimit({ slots: 4, perSecond: null })).toBe(6);
    expect(queueLimit({ slots: 64, perSecond: 26 })).toBe(80);
    expect(queueLimit({ slots: 8, perSecond: 1000 })).toBe(258);
  });

  it("allows items for the first worker", () => {
    expect(queueLimit({ slots: 0, perSecond: null })).toBeGreaterThan(0);
    expect(batchLimit({ slots: 0, perSecond: null }, 10)).toBeGreaterThan(0);
  });
});

describe("batchLimit", () => {
  it("leaves slots free, at least one if there are two", () => {
    const free = (slots: number, percent: number): number =>
      slots - batchLimit({ slots, perSecond: null }, percent);
    expect([free(1, 10), free(2, 10), free(8, 10), free(64, 10), free(64, 50)]).toEqual([0, 1, 1, 6, 32]);
  });

  it("lets batches fill the queue if no slots are kept free", () => {
    expect(batchLimit({ slots: 8, perSecond: null }, 0)).toBe(10);
  });
});
