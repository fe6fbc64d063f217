import { describe, expect, it } from "vitest";
import { ruleText } from "../../../../dashboard/pages/verdict/rule-text.ts";

const POLICY = `---
title: ML1 in the front matter is no text
---
# Marketplace

Mentions ML2.a here.

### ML1 – Misleading offer
- ML1.a Price contradicts
  the description.
- ML1.b: Names a brand.

## Explicit (H2)
Everything explicit.

### Details
More.

## Other
| **T1.a** | A table row |
SP10 Ten.
SP1 One.
`;

describe("ruleText", () => {
  it.each([
    ["an item with its lines", "ML1.a", "ML1.a Price contradicts\n  the description."],
    ["an item with a colon", "ML1.b", "ML1.b: Names a brand."],
    [
      "a section",
      "ML1",
      "ML1 – Misleading offer\n- ML1.a Price contradicts\n  the description.\n- ML1.b: Names a brand.",
    ],
    [
      "a section that has the code at its end",
      "H2",
      "Explicit (H2)\nEverything explicit.\n\n### Details\nMore.",
    ],
    ["a row of a table", "T1.a", "| **T1.a** | A table row |"],
    ["a line, not one with a longer code", "SP1", "SP1 One."],
  ])("finds %s", (_, code, text) => {
    expect(ruleText(POLICY, code)).toBe(text);
  });

  it("finds nothing if the code is only mentioned", () => {
    expect(ruleText(POLICY, "ML2.a")).toBeNull();
    expect(ruleText(POLICY, "ML9")).toBeNull();
  });
});
