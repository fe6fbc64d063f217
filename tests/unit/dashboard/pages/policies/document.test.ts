import { describe, expect, it } from "vitest";
import { blocksOf } from "../../../../../dashboard/pages/policies/document/blocks.ts";
import { codeLines } from "../../../../../dashboard/pages/policies/document/code-lines.ts";
import { inlineParts } from "../../../../../dashboard/pages/policies/document/inline.ts";

const SOURCE = `---
title: Listings
---
# Listings

A paragraph
on two lines.

### ML1 – Misleading offer
- **ML1.a** Price contradicts
  the description.
  1. A nested item.

\`\`\`
# no heading
\`\`\`
| Code | Meaning |
| ML2 | Forbidden |
`;

describe("a policy's document", () => {
  it("has headings, items, paragraphs and literal text with their lines, and no front matter", () => {
    expect(blocksOf(SOURCE)).toEqual([
      { kind: "heading", line: 4, level: 1, text: "Listings" },
      { kind: "paragraph", line: 6, text: "A paragraph on two lines." },
      { kind: "heading", line: 9, level: 3, text: "ML1 – Misleading offer" },
      { kind: "item", line: 10, depth: 0, text: "**ML1.a** Price contradicts the description." },
      { kind: "item", line: 12, depth: 1, text: "A nested item." },
      { kind: "literal", line: 14, text: "\n# no heading" },
      { kind: "literal", line: 17, text: "| Code | Meaning |\n| ML2 | Forbidden |" },
    ]);
  });

  it("begins with its text if front matter is not closed, or if a blank line follows the dashes", () => {
    expect(blocksOf("---\ntitle: x\n")[0]).toMatchObject({ kind: "paragraph", line: 1 });
    expect(blocksOf("---\n\ntext\n---\n").map(({ line }) => line)).toEqual([1, 3]);
    expect(blocksOf("")).toEqual([]);
  });

  it("finds the lines that define codes", () => {
    const lines = codeLines(blocksOf(SOURCE), ["ML1", "ML1.a", "ML2", "ML9"]);
    expect([...lines]).toEqual([
      ["ML1", 9],
      ["ML1.a", 10],
    ]);
  });

  it("divides a line at bold text and code, and loses nothing", () => {
    expect(inlineParts("a **b** `c` *d*")).toEqual([
      { kind: "text", text: "a " },
      { kind: "strong", text: "b" },
      { kind: "text", text: " " },
      { kind: "code", text: "c" },
      { kind: "text", text: " *d*" },
    ]);
    expect(inlineParts("")).toEqual([]);
  });
});
