import { describe, expect, it } from "vitest";
import { exampleRecord } from "../../../../schemas/operations/examples.ts";
import { exportBody } from "../../../../service/http/verdict-export.ts";
import type { VerdictListOptions } from "../../../../service/judging/verdict-store.ts";

/** A listing of many pages, which counts how many were read. */
function makeListing(pages: number) {
  const reads: VerdictListOptions[] = [];
  const list = async (options: VerdictListOptions) => {
    reads.push(options);
    const records = Array.from({ length: options.limit }, () => exampleRecord);
    return { records, cursors: [], nextCursor: `cursor ${reads.length}`, hasMore: reads.length < pages };
  };
  return { list, reads };
}

describe("exportBody", () => {
  it("reads pages only as fast as its reader takes them", async () => {
    const listing = makeListing(1000);
    const reader = exportBody(listing, { filter: { policyId: "spam" }, order: "desc" }, "jsonl").getReader();
    for (let chunk = 1; chunk <= 3; chunk += 1) {
      await reader.read();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(listing.reads.length).toBeLessThanOrEqual(chunk + 1);
    }
    await reader.cancel();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(listing.reads.length).toBeLessThanOrEqual(4);
  });

  it("continues after each page, and ends with the last", async () => {
    const listing = makeListing(3);
    const text = await new Response(
      exportBody(listing, { filter: { category: "SP2" }, order: "asc" }, "csv"),
    ).text();
    expect(text.trimEnd().split("\r\n")).toHaveLength(1 + 3 * (listing.reads[0]?.limit ?? 0));
    expect(listing.reads.map(({ after }) => after)).toEqual([undefined, "cursor 1", "cursor 2"]);
    expect(listing.reads[2]).toMatchObject({ filter: { category: "SP2" }, order: "asc" });
  });
});
