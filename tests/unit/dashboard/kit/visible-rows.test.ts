import { describe, expect, it } from "vitest";
import { movedRow, scrollToRow, visibleRows } from "../../../../dashboard/kit/visible-rows.ts";

describe("visibleRows", () => {
  it("renders the visible rows and a few around them, of any number of rows", () => {
    expect(visibleRows(0, 720, { rowHeight: 36, count: 100_000 })).toEqual({ first: 0, end: 32 });
    expect(visibleRows(36 * 50_000, 720, { rowHeight: 36, count: 100_000 })).toEqual({
      first: 49_988,
      end: 50_032,
    });
  });

  it("ends at the last row, even if the list became shorter than the scroll position", () => {
    expect(visibleRows(36 * 95, 720, { rowHeight: 36, count: 100 })).toEqual({ first: 83, end: 100 });
    expect(visibleRows(36 * 95, 720, { rowHeight: 36, count: 3 })).toEqual({ first: 3, end: 3 });
    expect(visibleRows(0, 720, { rowHeight: 36, count: 0 })).toEqual({ first: 0, end: 0 });
  });
});

describe("scrollToRow", () => {
  const view = { scrollTop: 360, height: 720, rowHeight: 36 };
  it("moves as little as possible", () => {
    expect(scrollToRow(12, view)).toBeNull();
    expect(scrollToRow(5, view)).toBe(180);
    expect(scrollToRow(30, view)).toBe(396);
  });
});

describe("movedRow", () => {
  it.each([
    ["ArrowDown", 5, 6],
    ["ArrowUp", 5, 4],
    ["ArrowUp", 0, 0],
    ["ArrowDown", 99, 99],
    ["PageDown", 5, 15],
    ["PageUp", 5, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["x", 50, null],
  ])("moves with %s from %i to %s", (key, from, to) => {
    expect(movedRow(key, from, 100, 10)).toBe(to);
  });
});
