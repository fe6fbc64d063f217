import { describe, expect, it } from "vitest";
import { moderationResponseSchema, STANDARD_CATEGORIES } from "../../../../../schemas/moderations.ts";
import { compileValidator } from "../../../../../schemas/validate.ts";
import { moderationResult } from "../../../../../service/http/compat/moderation-result.ts";
import { judged } from "./judged.ts";

const SPAM = [{ code: "SP1", violation: 0 as const }, { code: "SP2" }, { code: "SP3" }];
const validate = compileValidator(moderationResponseSchema);

function valid(result: ReturnType<typeof moderationResult>): typeof result {
  expect(validate({ id: "modr-1", model: "m", results: [result] })).toMatchObject({ ok: true });
  return result;
}

describe("moderationResult", () => {
  it("always has the 13 standard categories", () => {
    const { flagged, categories, category_scores, category_applied_input_types } = valid(
      moderationResult([]),
    );
    expect(flagged).toBe(false);
    expect(STANDARD_CATEGORIES).toHaveLength(13);
    for (const name of STANDARD_CATEGORIES) {
      expect([categories[name], category_scores[name], category_applied_input_types[name]]).toEqual([
        false,
        0,
        [],
      ]);
    }
  });

  it("adds the policy and its categories, with the score of the deciding category", () => {
    const verdict = judged("spam", { violation: 1, policy_category: "SP2" }, { score: 0.9 });
    const result = valid(moderationResult([{ ...verdict, categories: SPAM }]));
    expect(result.flagged).toBe(true);
    expect(result.categories).toMatchObject({ spam: true, "spam/SP2": true, "spam/SP3": false, hate: false });
    expect(result.category_scores).toMatchObject({ spam: 0.9, "spam/SP2": 0.9, "spam/SP3": 0, hate: 0 });
    expect(result.category_applied_input_types).toMatchObject({
      spam: ["text"],
      "spam/SP3": ["text"],
      hate: [],
    });
    expect(result.categories).not.toHaveProperty(["spam/SP1"]);
    expect(result.verdict_ids).toEqual([verdict.record.id]);
  });

  it("shows a category that seemed allowed if a violation cites it", () => {
    const verdict = judged("spam", { violation: 1, policy_category: "SP1" }, { score: 0.8 });
    const result = valid(moderationResult([{ ...verdict, categories: SPAM }]));
    expect(result.flagged).toBe(true);
    expect(result.categories).toMatchObject({ spam: true, "spam/SP1": true, "spam/SP2": false });
  });

  it("does not flag a category that names allowed content", () => {
    const verdict = judged("spam", { violation: 0, policy_category: "SP1" }, { score: 0.1 });
    const result = valid(moderationResult([{ ...verdict, categories: SPAM }]));
    expect(Object.values(result.categories)).not.toContain(true);
    expect(result.category_scores).toMatchObject({ spam: 0.1, "spam/SP2": 0 });
  });

  it.each([
    ["hate", "hate"],
    ["harassment", "harassment"],
    ["self-harm", "self-harm"],
    ["sexual-content", "sexual"],
    ["violence", "violence"],
    ["illicit-goods", "illicit"],
  ])("maps %s to %s", (policy, standard) => {
    const verdict = judged(policy, { violation: 1, policy_category: null }, { score: 0.7 });
    const result = valid(moderationResult([{ ...verdict, categories: [] }]));
    expect(result.categories).toMatchObject({ [standard]: true, [policy]: true });
    expect(result.category_scores[standard]).toBe(0.7);
    expect(result.category_applied_input_types[standard]).toEqual(["text"]);
  });

  it("uses the verdict as the score if there is none", () => {
    const verdicts = [
      judged("spam", { violation: 1 }, { score: null }),
      judged("hate", { violation: 0 }, { score: null }),
    ].map((one) => ({ ...one, categories: [] }));
    expect(moderationResult(verdicts).category_scores).toMatchObject({ spam: 1, hate: 0 });
  });

  it("is flagged by any policy, and has the higher of two scores for one category", () => {
    const verdicts = [
      judged("hate", { violation: 1, policy_category: "threatening" }, { score: 0.8 }),
      judged("hate", { violation: 0, policy_category: null }, { score: 0.2 }),
    ].map((one) => ({ ...one, categories: [{ code: "threatening" }] }));
    for (const order of [verdicts, verdicts.toReversed()]) {
      const result = valid(moderationResult(order));
      expect(result.flagged).toBe(true);
      expect(result.categories).toMatchObject({ hate: true, "hate/threatening": true });
      expect(result.category_scores).toMatchObject({ hate: 0.8, "hate/threatening": 0.8 });
    }
  });

  it("treats names of JavaScript's own properties as ordinary names", () => {
    const verdict = judged("constructor", { violation: 1, policy_category: "__proto__" });
    const result = moderationResult([{ ...verdict, categories: [{ code: "__proto__" }] }]);
    expect(result.categories["constructor"]).toBe(true);
    expect(result.categories["constructor/__proto__"]).toBe(true);
  });
});
