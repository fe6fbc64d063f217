import { describe, expect, it } from "vitest";
import { compare } from "../../../../evaluation/comparison/compare.ts";
import { gate } from "../../../../evaluation/comparison/gate.ts";
import { summarize } from "../../../../evaluation/metrics/summarize.ts";
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

  it("does not take a failed or missing item for a right or a wrong one", () => {
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

  it("refuses two items with one id", () => {
    expect(() => compare([truth("a"), truth("a")], new Map(), new Map())).toThrow(/two golden items/);
  });
});

describe("gate", () => {
  const summary = summarize([
    { truth: truth("a"), judgement: judged(1, "A") },
    { truth: truth("b"), judgement: judged(0) },
    { truth: truth("c", 0), judgement: judged(0) },
    { truth: truth("d", 0), judgement: judged(1, "A") },
  ]);
  const target = (
    measure: "recall" | "false_positive_rate" | "f1",
    bound: number,
    category: string | null = null,
  ) => ({
    measure,
    category,
    bound,
  });

  it("is open when every target is met", () => {
    expect(gate(summary, [target("recall", 0.5, "A"), target("false_positive_rate", 0.5)], null)).toEqual({
      open: true,
      reasons: [],
    });
  });

  it("says which targets are missed, and which cannot be computed", () => {
    const targets = [target("recall", 0.9), target("false_positive_rate", 0.1), target("f1", 0.1, "Z")];
    expect(gate(summary, targets, null).reasons).toEqual([
      "recall is 0.500; the target is at least 0.900.",
      "false_positive_rate is 0.500; the target is at most 0.100.",
      "f1 of Z cannot be computed: the golden set has no items for it.",
    ]);
  });

  it("stays closed for items that were not judged", () => {
    const partly = summarize([
      { truth: truth("a"), judgement: judged(1, "A") },
      { truth: truth("b"), judgement: FAILED },
      { truth: truth("c"), judgement: null },
    ]);
    expect(gate(partly, [], null)).toEqual({
      open: false,
      reasons: ["2 of 3 labelled items were not judged; run the evaluation again."],
    });
  });

  it("stays closed for a significant loss, and not for one that chance explains", () => {
    const lost = (broken: number) => {
      const truths = Array.from({ length: 20 }, (_, i) => truth(`${i}`));
      const base = new Map(truths.map(({ id }) => [id, judged(1)]));
      const candidate = new Map(truths.map(({ id }, i) => [id, judged(i < broken ? 0 : 1)]));
      return gate(summary, [], compare(truths, base, candidate));
    };
    expect(lost(5).open).toBe(true);
    expect(lost(6)).toEqual({
      open: false,
      reasons: [
        "6 items that were right before are now wrong, and 0 that were wrong are now right (p = 0.031).",
      ],
    });
  });
});
