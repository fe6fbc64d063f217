import { describe, expect, it } from "vitest";
import type { Batch } from "../../../../schemas/batch.ts";
import { BatchProgress, batchBar } from "../../../../cli/printing/batch-progress.ts";

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

  it("overwrites its line on a terminal, and elsewhere writes one now and then", () => {
    const written: string[] = [];
    const io = { err: (text: string) => void written.push(text) };
    const onTerminal = new BatchProgress({ ...io, interactive: true });
    onTerminal.show(batch());
    onTerminal.show(batch());
    onTerminal.finish();
    expect(written.map((text) => text.startsWith("\r\u001b[K"))).toEqual([true, true, true]);
    expect(written.join("")).not.toContain("\n");
    written.length = 0;
    const elsewhere = new BatchProgress({ ...io, interactive: false });
    elsewhere.show(batch());
    elsewhere.show(batch());
    elsewhere.finish();
    expect(written).toEqual(["50 %  100 of 200 items, 12.5/s, 4 min left, 3 failed\n"]);
  });
});
