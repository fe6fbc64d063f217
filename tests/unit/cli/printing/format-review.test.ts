import { describe, expect, it } from "vitest";
import {
  formatItem,
  formatReview,
  formatStats,
  reviewCells,
} from "../../../../cli/printing/format-review.ts";
import { createStyle } from "../../../../cli/printing/style.ts";
import type { ReviewItem } from "../../../../schemas/review-item.ts";
import { testRecord } from "../../../../service/webhooks/test-record.ts";

const PLAIN = createStyle(false);
const ITEM: ReviewItem = {
  id: "00000000-0000-7000-8000-000000000000",
  record: {
    ...testRecord(new Date(0)),
    review: {
      state: "overturned",
      reasons: ["score", "sample"],
      reviewers: 1,
      appeals: 0,
      outcome: { violation: 1, policy_category: "SP2" },
      decisions: [],
    },
  },
  content_kept: true,
  queued_at: "2026-11-28T08:00:00.000Z",
  claim: { key_id: "k1", reviewer: "Ann", expires_at: "2026-11-28T08:10:00.000Z" },
};

describe("an item", () => {
  it("shows why it is reviewed, who holds it, and its content without control characters", () => {
    const text = formatItem(ITEM, "Win now\u001b[2J", PLAIN);
    expect(text).toContain("overturned (score, sample); correct: violation SP2");
    expect(text).toContain("Ann until 2026-11-28T08:10:00.000Z");
    expect(text).toContain("Content\nWin now\\u001b[2J\n");
    expect(formatItem({ ...ITEM, claim: null }, null, PLAIN)).not.toMatch(/Content|held by/);
  });

  it("is a line of a table", () => {
    expect(reviewCells(ITEM).slice(0, 5)).toEqual([
      ITEM.id,
      "2026-11-28T08:00:00.000Z",
      "overturned",
      "score,sample",
      "Ann",
    ]);
  });

  it("shows its history with what people wrote", () => {
    const event = {
      id: "0",
      type: "decision",
      key_id: "k1",
      reviewer: null,
      decision: "overturn",
      violation: 1,
      policy_category: "SP2",
      text: "An offer.",
      created_at: "2026-11-28T08:01:00.000Z",
      undone_at: "2026-11-28T08:01:30.000Z",
    } as const;
    const text = formatReview({ ...ITEM, events: [event] }, PLAIN);
    expect(text).toContain("k1: overturn violation 1 SP2 (undone)");
    expect(text).toContain("An offer.");
  });
});

describe("the figures", () => {
  it("have a dash if there is nothing to compute", () => {
    const none = { agree: 0, overturn: 0, unsure: 0, escalate: 0 };
    const text = formatStats({
      queues: [
        {
          policy_id: "spam",
          needs_review: 3,
          escalated: 1,
          claimed: 2,
          oldest_at: "2026-11-28T08:00:00.000Z",
          oldest_age_seconds: 7200,
        },
      ],
      days: 30,
      decisions: none,
      reviewers: [],
      second_reviewer: { items: 0, agreement: null, kappa_violation: null, kappa_category: null },
      sample: { decided: 10, overturned: 1, overturned_share: 0.1, low: 0.018, high: 0.404 },
    });
    expect(text).toMatch(/spam +3 +1 +2 +2\.0 h/);
    expect(text).toContain("0 items, - with the same label, kappa - for the violation, - with the category");
    expect(text).toContain("1 of 10 overturned: 10.0 % (95 %: 1.8 % to 40.4 %)");
  });
});
