import { describe, expect, it } from "vitest";
import { compare } from "../../../../evaluation/comparison/compare.ts";
import { gate } from "../../../../evaluation/comparison/gate.ts";
import { listTargets } from "../../../../evaluation/comparison/targets.ts";
import { figuresOf } from "../../../../evaluation/metrics/figures-of.ts";
import { summarize } from "../../../../evaluation/metrics/summarize.ts";
import type { Judgement, ScoredItem, Truth } from "../../../../evaluation/scored-item.ts";

const FAILED: Judgement = { status: "failed", error: "engine_failed" };

function judged(violation: 0 | 1, policyCategory: string | null = null): Judgement {
  return { status: "completed", violation, policyCategory, score: null };
}

function truth(id: string, violation: 0 | 1 = 1): Truth {
  return { id, violation, policyCategory: violation === 1 ? "A" : null, tags: [] };
}

function figures(items: readonly ScoredItem[]) {
  return figuresOf(summarize(items));
}

describe("listTargets", () => {
  it("lists those of all items first, then those of each category", () => {
    expect(
      listTargets({
        decide_by: "interval",
        recall: 0.9,
        minimum_items: 50,
        categories: { A: { recall: 0.95, minimum_items: 20 } },
      }),
    ).toEqual([
      { measure: "items", category: null, bound: 50, decide_by: "estimate" },
      { measure: "recall", category: null, bound: 0.9, decide_by: "interval" },
      { measure: "items", category: "A", bound: 20, decide_by: "estimate" },
      { measure: "recall", category: "A", bound: 0.95, decide_by: "interval" },
    ]);
    expect(listTargets(undefined)).toEqual([]);
  });
});

describe("gate", () => {
  const found = figures([
    { truth: truth("a"), judgement: judged(1, "A") },
    { truth: truth("b"), judgement: judged(0) },
    { truth: truth("c", 0), judgement: judged(0) },
    { truth: truth("d", 0), judgement: judged(1, "A") },
  ]);

  it("is open when every target is met, and says whether the interval proves it", () => {
    const decision = gate(
      found,
      listTargets({
        minimum_items: 4,
        false_positive_rate: 0.5,
        categories: { A: { recall: 0.5, minimum_items: 2 } },
      }),
      null,
    );
    expect(decision).toMatchObject({ open: true, reasons: [] });
    expect(decision.checks.map(({ words }) => words)).toEqual([
      "4 items labelled and judged: the target of at least 4 is met.",
      "false_positive_rate is 0.500 (95 % interval 0.095 to 0.905): the target of at most 0.500 is met, though the " +
        "interval does not prove it.",
      "2 items of A labelled and judged: the target of at least 2 is met.",
      "recall of A is 0.500 (95 % interval 0.095 to 0.905): the target of at least 0.500 is met, though the " +
        "interval does not prove it.",
      "All 4 labelled items were judged.",
    ]);
  });

  it("says which targets are missed, and which cannot be computed", () => {
    const targets = listTargets({
      minimum_items: 5,
      recall: 0.9,
      kappa: 0.2,
      false_positive_rate: 0.1,
      categories: { Z: { f1: 0.1, minimum_items: 1 } },
    });
    expect(gate(found, targets, null).reasons).toEqual([
      "4 items labelled and judged: the target of at least 5 is missed.",
      "recall is 0.500 (95 % interval 0.095 to 0.905): the target of at least 0.900 is missed.",
      "kappa is 0.000 (95 % interval -0.980 to 0.980): the target of at least 0.200 is missed.",
      "false_positive_rate is 0.500 (95 % interval 0.095 to 0.905): the target of at most 0.100 is missed.",
      "0 items of Z labelled and judged: the target of at least 1 is missed.",
      "f1 of Z cannot be computed, because no judged item counts for it: the target of at least 0.100 is missed.",
    ]);
  });

  it("uses the worse end of the interval if the policy sets decide_by", () => {
    const perfect = (items: number) =>
      figures(Array.from({ length: items }, (_, i) => ({ truth: truth(`${i}`), judgement: judged(1, "A") })));
    const targets = listTargets({ decide_by: "interval", recall: 0.9 });
    expect(gate(perfect(34), targets, null).reasons).toEqual([
      "recall is 1.000 (95 % interval 0.898 to 1.000): the interval does not prove the target of at least 0.900; " +
        "more items would narrow it.",
    ]);
    expect(gate(perfect(35), targets, null).open).toBe(true);
    const most = listTargets({ decide_by: "interval", false_positive_rate: 0.6 });
    expect(gate(found, most, null).open).toBe(false);
  });

  it("stays closed for items that were not judged, and if nothing is labelled", () => {
    const partly = figures([
      { truth: truth("a"), judgement: judged(1, "A") },
      { truth: truth("b"), judgement: FAILED },
      { truth: truth("c"), judgement: null },
    ]);
    expect(gate(partly, [], null)).toMatchObject({
      open: false,
      reasons: ["2 of 3 labelled items were not judged; run the evaluation again."],
    });
    expect(gate(figures([]), [], null).open).toBe(false);
  });

  it("stays closed without an evaluation if there are targets", () => {
    expect(gate(null, listTargets({ recall: 0.9 }), null).reasons).toEqual([
      "The policy declares targets, and this version has no finished evaluation. Run gavel eval first.",
    ]);
    expect(gate(null, [], null)).toEqual({ open: true, checks: [], reasons: [] });
  });

  it("stays closed for a significant loss, and not for one that chance explains", () => {
    const lost = (broken: number) => {
      const truths = Array.from({ length: 20 }, (_, i) => truth(`${i}`));
      const base = new Map(truths.map(({ id }) => [id, judged(1)]));
      const candidate = new Map(truths.map(({ id }, i) => [id, judged(i < broken ? 0 : 1)]));
      return gate(found, [], compare(truths, base, candidate));
    };
    expect(lost(5)).toMatchObject({ open: true });
    expect(lost(6)).toMatchObject({
      open: false,
      reasons: [
        "6 items that were right are now wrong, and 0 that were wrong are now right (p = 0.031): a significant loss.",
      ],
    });
    expect(lost(0).checks.at(-1)!.words).toBe("No item changed between right and wrong.");
    const nothing = gate(found, [], compare([], new Map(), new Map()));
    expect(nothing.reasons).toEqual([
      "No labelled item was judged in both evaluations, so the versions cannot be compared.",
    ]);
  });
});
