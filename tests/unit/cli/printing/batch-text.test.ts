import { describe, expect, it } from "vitest";
import type { Batch } from "../../../../packages/client/src/client.ts";
import { batchBar, batchSummary, batchText } from "../../../../cli/printing/batch-text.ts";

function batch(overrides: Partial<Batch> = {}, items: Partial<Batch["items"]> = {}): Batch {
  return {
    id: "019aab5e-8f02-7d11-9a4c-51a7c0de0f42",
    status: "running",
    format: "jsonl",
    lines: { total: 200, bad: 0 },
    items: { total: 200, queued: 100, running: 0, completed: 95, failed: 3, expired: 2, ...items },
    items_per_second: 12.5,
    seconds_left: 240,
    created_at: "2026-11-23T09:30:00.000Z",
    completed_at: null,
    ...overrides,
  };
}

describe("the progress of a batch", () => {
  it("is a bar with a share, a rate and the time left", () => {
    expect(batchBar(batch())).toBe(
      "[############            ] 50 %  100 of 200 items, 12.5/s, 4 min left, 3 failed",
    );
    expect(
      batchBar(
        batch({ items_per_second: null, seconds_left: null }, { completed: 0, failed: 0, expired: 0 }),
      ),
    ).toBe(`[${" ".repeat(24)}] 0 %  0 of 200 items`);
    expect(
      batchBar(
        batch({ items_per_second: null, seconds_left: 0 }, { total: 0, completed: 0, failed: 0, expired: 0 }),
      ),
    ).toBe(`[${"#".repeat(24)}] 100 %  0 of 0 items`);
  });

  it("says what has failed, and that it is being cancelled", () => {
    expect(batchText(batch())).toBe("50 %  100 of 200 items, 12.5/s, 4 min left, 3 failed");
    expect(batchText(batch({ status: "cancelling", seconds_left: 0 }))).toBe(
      "50 %  100 of 200 items, 12.5/s, 3 failed, cancelling",
    );
  });

  it("ends with a summary", () => {
    expect(batchSummary(batch({ status: "completed", lines: { total: 201, bad: 1 } }))).toBe(
      "Batch 019aab5e-8f02-7d11-9a4c-51a7c0de0f42 completed: 95 judged, 3 failed, 2 expired, 1 bad line",
    );
  });
});
