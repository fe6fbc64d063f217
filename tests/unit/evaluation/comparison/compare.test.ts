import { describe, expect, it } from "vitest";
import { compare } from "../../../../evaluation/comparison/compare.ts";
import type { Judgement, Truth } from "../../../../evaluation/scored-item.ts";

const FAILED: Judgement = { status: "failed", error: "engine_failed" };

function judged(violation: 0 | 1, policyCategory: string | null = null): Judgement {
  return { status: "completed", violation, policyCategory, score: null };
}

function truth(id: string, violation: 0 | 1 | null = 1): Truth {
  return { id, violation, policyCategory: violation === 1 ? "A" : null, tags: [] };
}

describe("compare", () => {
  it("pairs by id, whatever the order", () => {
    const truths = ["a", "b", "c", "d"].map((id) => truth(id));
    const base = new Map<string, Judgement>([
      ["a", judged(1, "A")],
      ["b", judged(1, "A")],
      ["c", judged(0)],
      ["d", judged(0)],
    ]);
    const candidate = new Map<string, Judgement>([
      ["d", judged(0)],
      ["c", judged(1, "A")],
      ["b", judged(0)],
      ["a", judged(1, "A")],
    ]);
    const result = compare(truths, base, candidate);
    expect(result).toMatchObject({ paired: 4, bothRight: 1, bothWrong: 1, fixed: 1, broken: 1, pValue: 1 });
    expect(result.flips.map((flip) => [flip.truth.id, flip.kind])).toEqual([
      ["b", "broken"],
      ["c", "fixed"],
    ]);
    expect(result.accuracy!.difference).toBe(0);
  });

  it("does not count a failed or missing item as right or wrong", () => {
    const base = new Map<string, Judgement>([
      ["a", judged(1)],
      ["b", FAILED],
      ["c", FAILED],
    ]);
    const candidate = new Map<string, Judgement>([
      ["b", judged(1)],
      ["c", FAILED],
    ]);
    const result = compare([truth("a"), truth("b"), truth("c")], base, candidate);
    expect(result).toMatchObject({ paired: 0, onlyBase: ["a"], onlyCandidate: ["b"], flips: [] });
    expect(result.accuracy).toBeNull();
  });

  it("shows another category and a changed item without a label as moved, without counting them", () => {
    const base = new Map([
      ["a", judged(1, "A")],
      ["b", judged(0)],
    ]);
    const candidate = new Map([
      ["a", judged(1, "B")],
      ["b", judged(1, "A")],
    ]);
    const result = compare([truth("a"), truth("b", null)], base, candidate);
    expect(result).toMatchObject({ paired: 1, bothRight: 1, fixed: 0, broken: 0 });
    expect(result.flips.map(({ kind }) => kind)).toEqual(["moved", "moved"]);
  });

  it("refuses two items with the same id", () => {
    expect(() => compare([truth("a"), truth("a")], new Map(), new Map())).toThrow(/two golden items/);
  });
});
