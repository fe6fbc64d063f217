import { describe, expect, it } from "vitest";
import { Stability } from "../../../../evaluation/metrics/stability.ts";
import type { Judgement } from "../../../../evaluation/scored-item.ts";

const judged = (violation: 0 | 1, policyCategory: string | null = null): Judgement => ({
  status: "completed",
  violation,
  policyCategory,
  score: null,
});
const failed: Judgement = { status: "failed", error: "engine_failed" };

function stabilityOf(items: readonly (readonly (Judgement | null)[])[]) {
  const stability = new Stability();
  for (const judgements of items) stability.add(judgements);
  return stability.summary();
}

describe("Stability", () => {
  it("is null if each item is judged once", () => {
    expect(stabilityOf([])).toBeNull();
    expect(stabilityOf([[judged(1)], [judged(0)]])).toBeNull();
  });

  it("counts items whose judgements differ in violation or category", () => {
    const summary = stabilityOf([
      [judged(1, "A"), judged(1, "A")],
      [judged(0), judged(0)],
      [judged(1, "A"), judged(0)],
      [judged(1, "A"), judged(1, "B")],
    ]);
    expect(summary).toMatchObject({ changed: 2, unanimous: { count: 2, total: 4, value: 0.5 } });
  });

  it("neither counts an item that was judged once as stable nor as changing", () => {
    const summary = stabilityOf([
      [judged(1), failed, null],
      [failed, failed, failed],
      [judged(1), judged(1), failed],
    ]);
    expect(summary).toMatchObject({ changed: 0, unanimous: { count: 1, total: 1 }, kappa: null });
  });
});
