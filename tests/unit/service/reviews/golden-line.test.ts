import { describe, expect, it } from "vitest";
import { importGolden } from "../../../../evaluation/golden/import-golden.ts";
import type { RecordReview } from "../../../../schemas/review.ts";
import type { VerdictRecord } from "../../../../schemas/verdict-record.ts";
import { goldenLine } from "../../../../service/reviews/golden-line.ts";
import { testRecord } from "../../../../service/webhooks/test-record.ts";

function record(review: Partial<RecordReview>): VerdictRecord {
  return {
    ...testRecord(new Date(0)),
    policy: { id: "spam", version: 3, sha256: "0".repeat(64) },
    verdict: { violation: 1, policy_category: "SP2", rule_ids: ["SP2.a"], rationale: "…" },
    review: {
      state: "agreed",
      reasons: ["sample"],
      reviewers: 1,
      appeals: 0,
      outcome: { violation: 1, policy_category: "SP2" },
      decisions: [],
      ...review,
    },
  };
}

describe("goldenLine", () => {
  it("is an item that golden sets accept, with the label that people gave", () => {
    const lines = [
      goldenLine({ record: record({}), content: "Win now!", reason: null }),
      goldenLine({
        record: {
          ...record({ state: "overturned", outcome: { violation: 0, policy_category: null } }),
          id: "00000000-0000-7000-8000-000000000001",
        },
        content: "Win at chess",
        reason: "A joke.",
      }),
    ];
    const { items, skipped } = importGolden(lines.join(""));
    expect(skipped).toEqual([]);
    expect(items).toEqual([
      {
        id: "00000000-0000-7000-8000-000000000000",
        content: "Win now!",
        violation: 1,
        policyCategory: "SP2",
        ruleIds: ["SP2.a"],
        tags: ["agreed", "sample"],
        source: "review of spam@3",
      },
      {
        id: "00000000-0000-7000-8000-000000000001",
        content: "Win at chess",
        violation: 0,
        policyCategory: null,
        note: "A joke.",
        tags: ["overturned", "sample"],
        source: "review of spam@3",
      },
    ]);
  });

  it("keeps a conversation whole", () => {
    const content = { messages: [{ role: "user", content: "Win now!" }] };
    const { items, skipped } = importGolden(goldenLine({ record: record({}), content, reason: null }));
    expect({ items, skipped }).toMatchObject({ items: [{ content }], skipped: [] });
  });

  it("refuses an item without a label", () => {
    const open = record({ state: "needs_review", outcome: null });
    expect(() => goldenLine({ record: open, content: "x", reason: null })).toThrow(/no label/);
  });
});
