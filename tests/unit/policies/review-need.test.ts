import { describe, expect, it } from "vitest";
import { parseFrontMatter } from "../../../policies/front-matter.ts";
import { reviewNeed } from "../../../policies/review-need.ts";

const JUDGED = {
  verdict: { violation: 0, rationale: "…", confidence: "high" },
  score: 0.5,
  checks: { citations_known: true },
} as const;

function reasonsOf(yaml: string, judged: object = {}): readonly string[] | null {
  return reviewNeed(parseFrontMatter(`review: ${yaml}`).review, { ...JUDGED, ...judged })?.reasons ?? null;
}
const confidence = (value: unknown): object => ({ verdict: { ...JUDGED.verdict, confidence: value } });

describe("reviewNeed", () => {
  it("is null without rules", () => {
    expect(reviewNeed(undefined, JUDGED)).toBeNull();
  });

  it.each([
    [0.4, ["score"]],
    [0.5, ["score"]],
    [0.6, ["score"]],
    [0.39, []],
    [0.61, []],
    [null, []],
  ])("checks whether a score of %s is between the bounds, which are included", (score, reasons) => {
    expect(reasonsOf("{ score_between: [0.4, 0.6] }", { score })).toEqual(reasons);
  });

  it.each([
    ["low", "low", ["confidence"]],
    ["low", "medium", []],
    ["medium", "low", ["confidence"]],
    ["medium", "medium", ["confidence"]],
    ["medium", "high", []],
    // A policy's own schema may have any confidence, or none.
    ["medium", 0.3, []],
    ["medium", undefined, []],
  ])("with the rule %s and the confidence %s is %j", (rule, value, reasons) => {
    expect(reasonsOf(`{ confidence: ${rule} }`, confidence(value))).toEqual(reasons);
  });

  it("finds unknown citations, and lists every condition that holds", () => {
    const unknown = { checks: { citations_known: false } };
    expect(reasonsOf("{ citations: unknown }", unknown)).toEqual(["citations"]);
    expect(reasonsOf("{ citations: unknown }")).toEqual([]);
    expect(reasonsOf("{ sample: 0.5 }", unknown)).toEqual([]);
    expect(
      reasonsOf("{ citations: unknown, confidence: low, score_between: [0, 1] }", {
        ...unknown,
        ...confidence("low"),
      }),
    ).toEqual(["score", "confidence", "citations"]);
  });

  it("samples the shares by the id of each record", () => {
    const { review } = parseFrontMatter("review: { sample: 0.02, second_reviewer: 0.1 }");
    expect(reviewNeed(review, JUDGED)).toEqual({ reasons: [], sample: 0.02, second: 0.1 });
  });
});

describe("review in the front matter", () => {
  it.each([
    ["{}", "/review"],
    ["{ score_between: [0.6, 0.4] }", "/review/score_between"],
    ["{ score_between: [0.5] }", "/review/score_between"],
    ["{ score_between: [0, 2] }", "/review/score_between/1"],
    ["{ confidence: high }", "/review/confidence"],
    ["{ citations: known }", "/review/citations"],
    ["{ sample: 2% }", "/review/sample"],
    ["{ sample: 1.5 }", "/review/sample"],
    ["{ sampel: 0.1 }", "/review/sampel"],
  ])("is refused as %s, with the location", (yaml, pointer) => {
    expect(() => parseFrontMatter(`title: T\nreview: ${yaml}`)).toThrow(
      expect.objectContaining({
        code: "front_matter_invalid",
        faults: expect.arrayContaining([expect.objectContaining({ pointer, line: 3 })]),
      }),
    );
  });
});
