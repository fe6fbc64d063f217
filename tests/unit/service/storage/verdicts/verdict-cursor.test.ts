import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VerdictListOptions } from "../../../../../service/judging/verdict-store.ts";
import {
  cursorEncoder,
  decodeCursor,
  positionKindOf,
} from "../../../../../service/storage/verdicts/verdict-cursor.ts";

const listing = (options: Partial<VerdictListOptions> = {}): VerdictListOptions => ({
  filter: {},
  limit: 10,
  order: "asc",
  ...options,
});

const encodeCursor = (options: VerdictListOptions, position: string): string =>
  cursorEncoder(options)(position);

describe("cursors", () => {
  it("return the position to the same listing, with any limit", () => {
    const cursor = encodeCursor(listing({ filter: { policyId: "spam" } }), "123456789012345678");
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeCursor(listing({ filter: { policyId: "spam" }, limit: 3 }), cursor)).toBe(
      "123456789012345678",
    );
  });

  it("are refused by every other listing", () => {
    const listings = [
      listing(),
      listing({ order: "desc" }),
      listing({ filter: { policyId: "spam" } }),
      listing({ filter: { externalId: "spam" } }),
      listing({ filter: { violation: 0 } }),
      listing({ filter: { violation: 1 } }),
      listing({ filter: { status: "failed" } }),
    ];
    for (const from of listings) {
      for (const to of listings.filter((other) => other !== from)) {
        expect(() => decodeCursor(to, encodeCursor(from, "1"))).toThrow("another filter or order");
      }
    }
  });

  it("of settled records are the same for every filter that selects settled records", () => {
    const cursor = cursorEncoder(listing({ filter: { status: "failed" } }))("7");
    expect(decodeCursor(listing({ filter: { status: "failed", settled: true } }), cursor)).toBe("7");
    const ofAll = cursorEncoder(listing({ filter: { settled: true } }))("7");
    expect(() => decodeCursor(listing(), ofAll)).toThrow("another filter or order");
  });

  it("are refused in any other form, with invalid_cursor and no other error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), fc.json()), (text) => {
        for (const cursor of [text, Buffer.from(text).toString("base64url")]) {
          expect(() => decodeCursor(listing(), cursor)).toThrow(
            expect.objectContaining({ code: "invalid_cursor" }),
          );
        }
      }),
    );
  });
});

describe("positionKindOf", () => {
  it.each([
    [{}, "created"],
    [{ policyId: "spam", externalId: "x" }, "created"],
    [{ status: "queued" }, "created"],
    [{ status: "running" }, "created"],
    [{ status: "completed" }, "settled"],
    [{ status: "failed" }, "settled"],
    [{ status: "expired" }, "settled"],
    [{ violation: 0 }, "settled"],
    [{ violation: 1, status: "queued" }, "settled"],
    [{ settled: true }, "settled"],
    [{ settled: true, policyId: "spam" }, "settled"],
  ] as const)("orders %j by what is %s", (filter, kind) => {
    expect(positionKindOf(filter)).toBe(kind);
  });
});
