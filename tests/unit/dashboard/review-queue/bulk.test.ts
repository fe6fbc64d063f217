import { describe, expect, it } from "vitest";
import { bulkWords, inBulk } from "../../../../dashboard/pages/review-queue/bulk.ts";
import { extended, NOTHING_SELECTED, toggled } from "../../../../dashboard/pages/review-queue/selection.ts";
import { GavelError } from "../../../../packages/client/src/client.ts";

const IDS = ["a", "b", "c", "d", "e"];

describe("inBulk", () => {
  it("handles each item once, reports progress, and continues after a refusal", async () => {
    const seen: string[] = [];
    const progress: number[] = [];
    const problem = { type: "", title: "Claimed", status: 409, code: "review_claimed", request_id: "1" };
    const result = await inBulk(
      IDS,
      async (id) => {
        seen.push(id);
        if (id === "b") throw new GavelError("POST /x", 409, problem as never, null);
      },
      (finished) => progress.push(finished),
    );
    expect(seen.toSorted()).toEqual(IDS);
    expect(progress).toEqual([1, 2, 3, 4, 5]);
    expect(result.done.toSorted()).toEqual(["a", "c", "d", "e"]);
    expect(bulkWords(result, "agreed")).toBe("4 agreed. 1 not: Claimed (1).");
  });
});

describe("selection", () => {
  it("toggles one item, and extends to a range from it", () => {
    const one = toggled(NOTHING_SELECTED, IDS, 1);
    const range = extended(one, IDS, 3);
    expect([...range.ids]).toEqual(["b", "c", "d"]);
    expect([...toggled(range, IDS, 2).ids]).toEqual(["b", "d"]);
    expect([...extended(range, IDS, 0).ids].toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(toggled(one, IDS, -1)).toBe(one);
  });
});
