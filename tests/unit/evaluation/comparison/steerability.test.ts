import { describe, expect, it } from "vitest";
import { robustness } from "../../../../evaluation/comparison/robustness.ts";
import { steerability } from "../../../../evaluation/comparison/steerability.ts";
import type { Judgement } from "../../../../evaluation/scored-item.ts";

function judgements(decisions: Readonly<Record<string, 0 | 1 | null>>): Map<string, Judgement> {
  return new Map(
    Object.entries(decisions).map(([id, violation]) => [
      id,
      violation === null
        ? { status: "failed", error: "engine_failed" }
        : { status: "completed", violation, policyCategory: null, score: null },
    ]),
  );
}

describe("steerability", () => {
  it("counts the decisions that the opposite policy reverses", () => {
    const policy = judgements({ a: 1, b: 1, c: 0, d: 0, e: 1, f: null, g: 1 });
    const opposite = judgements({ g: 1, a: 0, b: 0, c: 0, d: 1, e: null, f: 1, h: 1 });
    const found = steerability(policy, opposite);
    expect(found.followed).toMatchObject({ count: 3, total: 5, value: 0.6 });
    expect(found.released).toMatchObject({ count: 2, total: 3 });
    expect(found.caught).toMatchObject({ count: 1, total: 2 });
    expect(found.stuck).toEqual(["c", "g"]);
  });

  it("has no shares without items", () => {
    expect(steerability(new Map(), new Map()).followed.value).toBeNull();
  });
});

describe("robustness", () => {
  it("counts violations that are no longer found, and items that are now accused", () => {
    const original = judgements({ a: 1, b: 1, c: 0, d: 0, e: 1, f: null });
    const variant = judgements({ a: 0, b: 1, c: 1, d: 0, e: null, f: 1 });
    expect(robustness(original, variant)).toMatchObject({
      changed: { count: 2, total: 4 },
      evaded: 1,
      accused: 1,
    });
  });
});
