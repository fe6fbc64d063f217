import { describe, expect, it } from "vitest";
import { hasWords, matches } from "../../../../dashboard/pages/live/matches.ts";

const record = {
  verdict: {
    violation: 1,
    policy_category: "SP2",
    rule_ids: ["SP2.a"],
    confidence: "high",
    rationale: "It offers a FREE phone.",
  },
  score: 0.8,
  review: null,
} as const;

describe("matches", () => {
  it.each([
    [{ category: "SP2", rule: "SP2.a", confidence: "high", min_score: "0.8", max_score: "0.8" }, true],
    [{ category: "SP3" }, false],
    [{ rule: "SP2.b" }, false],
    [{ confidence: "low" }, false],
    [{ min_score: "0.81" }, false],
    [{ max_score: "0.79" }, false],
    [{ review_state: "needs_review" }, false],
    [{ rationale: "free phone" }, true],
    [{ policy_id: "is the stream's" }, true],
  ])("compares a record with %j", (query, expected) => {
    expect(matches(record, query)).toBe(expected);
  });

  it("finds nothing in a record without a verdict or a score", () => {
    const failed = { verdict: null, score: null, review: null };
    expect(matches(failed, {})).toBe(true);
    for (const query of [{ category: "SP2" }, { min_score: "0" }, { rationale: "free" }]) {
      expect(matches(failed, query)).toBe(false);
    }
  });
});

describe("hasWords", () => {
  it.each([
    ["free", true],
    ["phone FREE", true],
    ["fre", false],
    ['"free phone"', true],
    ['"phone free"', false],
    ["free -phone", false],
    ["free -prize", true],
    ["prize or phone", true],
    ["prize or money", false],
    ["phone.", true],
  ])("searches for %s", (wanted, expected) => {
    expect(hasWords("It offers a FREE phone.", wanted)).toBe(expected);
  });
});
