import { describe, expect, it } from "vitest";
import { batchPlaces, queueRoom } from "../../../../service/judging/queue-room.ts";

describe("queueRoom", () => {
  it("is a little more than what is being judged", () => {
    expect(queueRoom({ places: 4, perSecond: null })).toBe(6);
    expect(queueRoom({ places: 64, perSecond: 26 })).toBe(80);
    expect(queueRoom({ places: 8, perSecond: 1000 })).toBe(258);
  });

  it("lets a worker that comes find something", () => {
    expect(queueRoom({ places: 0, perSecond: null })).toBeGreaterThan(0);
    expect(batchPlaces({ places: 0, perSecond: null }, 10)).toBeGreaterThan(0);
  });
});

describe("batchPlaces", () => {
  it("leaves places free, one at least where there are two", () => {
    const free = (places: number, percent: number): number =>
      places - batchPlaces({ places, perSecond: null }, percent);
    expect([free(1, 10), free(2, 10), free(8, 10), free(64, 10), free(64, 50)]).toEqual([0, 1, 1, 6, 32]);
  });

  it("lets batches fill the queue of jobs where none are kept free", () => {
    expect(batchPlaces({ places: 8, perSecond: null }, 0)).toBe(10);
  });
});
