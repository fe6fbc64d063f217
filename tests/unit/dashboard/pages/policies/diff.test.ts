import { describe, expect, it } from "vitest";
import { diffRows } from "../../../../../dashboard/pages/policies/diff/diff-rows.ts";
import { wordChanges } from "../../../../../dashboard/pages/policies/diff/word-changes.ts";

const UNIFIED = `--- spam@1
+++ spam@2
@@ -3,3 +3,4 @@
 same
-old one
-old two
+new one
+--- added
+added
 last
\\ No newline at end of file
`;

describe("a diff", () => {
  it("has both sides of each line, with their numbers", () => {
    expect(diffRows(UNIFIED)).toEqual([
      { kind: "hunk", text: "@@ -3,3 +3,4 @@" },
      { kind: "same", from: { number: 3, text: "same" }, to: { number: 3, text: "same" } },
      { kind: "changed", from: { number: 4, text: "old one" }, to: { number: 4, text: "new one" } },
      { kind: "changed", from: { number: 5, text: "old two" }, to: { number: 5, text: "--- added" } },
      { kind: "changed", from: null, to: { number: 6, text: "added" } },
      { kind: "same", from: { number: 6, text: "last" }, to: { number: 7, text: "last" } },
    ]);
  });

  it("names the words of a line that differ", () => {
    expect(wordChanges("shares, follows or comments", "shares, follows or money")).toEqual([
      [
        { text: "shares, follows or ", changed: false },
        { text: "comments", changed: true },
      ],
      [
        { text: "shares, follows or ", changed: false },
        { text: "money", changed: true },
      ],
    ]);
    expect(wordChanges("", "new")).toEqual([[], [{ text: "new", changed: true }]]);
  });

  it("does not compare the words of very long lines", () => {
    const long = "word ".repeat(1000);
    expect(wordChanges(long, "x")).toEqual([
      [{ text: long, changed: false }],
      [{ text: "x", changed: false }],
    ]);
  });
});
