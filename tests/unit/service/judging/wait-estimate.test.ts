import { describe, expect, it } from "vitest";
import type { BacklogState, UnsettledGroup } from "../../../../service/judging/backlog-store.ts";
import { estimateWait, itemsAhead } from "../../../../service/judging/wait-estimate.ts";

const CAPACITY = { slots: 10, perSecond: 10 };

function group(keyId: string, items: number, overrides: Partial<UnsettledGroup> = {}): UnsettledGroup {
  return { keyId, priority: "interactive", awaited: true, inBacklog: true, items, ...overrides };
}

function state(...groups: readonly UnsettledGroup[]): BacklogState {
  return { groups, capacity: CAPACITY };
}

const arrival = { keyId: "mine", items: 1, weightOf: () => 1 };

describe("itemsAhead", () => {
  it("is zero while workers have free slots", () => {
    expect(itemsAhead(state(group("other", 10, { inBacklog: false })), arrival)).toBe(0);
  });

  it("counts the items of the queue that exceed the slots", () => {
    expect(itemsAhead(state(group("other", 14, { inBacklog: false })), arrival)).toBe(4);
  });

  it("counts only those items of another key that fair order serves before", () => {
    expect(itemsAhead(state(group("flood", 5000)), arrival)).toBe(1);
    expect(itemsAhead(state(group("flood", 5000), group("mine", 3)), arrival)).toBe(7);
  });

  it("counts all items of the key for which a caller waits, and no others", () => {
    expect(itemsAhead(state(group("mine", 40)), arrival)).toBe(40);
    expect(itemsAhead(state(group("mine", 40, { awaited: false })), arrival)).toBe(0);
  });

  it("ignores items of batches", () => {
    expect(itemsAhead(state(group("mine", 40, { priority: "batch" })), arrival)).toBe(0);
  });

  it("depends on weights", () => {
    const weightOf = (keyId: string): number => (keyId === "mine" ? 1 : 4);
    expect(itemsAhead(state(group("heavy", 5000)), { ...arrival, weightOf })).toBe(4);
  });
});

describe("estimateWait", () => {
  it("is null before anything has been judged", () => {
    const unknown = { groups: [group("mine", 1000)], capacity: { slots: 10, perSecond: null } };
    expect(estimateWait(unknown, arrival, 1)).toBeNull();
  });

  it("returns how late a verdict would be, and zero when nothing is waiting", () => {
    expect(estimateWait(state(), arrival, 0.1)).toMatchObject({ ahead: 0, lateBySeconds: 0 });
    expect(estimateWait(state(group("mine", 60)), arrival, 11)).toMatchObject({ lateBySeconds: 0 });
    const late = estimateWait(state(group("mine", 200)), arrival, 11);
    expect(late).toMatchObject({ ahead: 200, seconds: 21 });
    expect(late?.lateBySeconds).toBeCloseTo(14);
  });
});
