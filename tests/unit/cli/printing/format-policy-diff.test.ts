import { expect, it } from "vitest";
import { formatPolicyDiff } from "../../../../cli/printing/format-policy-diff.ts";
import { createStyle } from "../../../../cli/printing/style.ts";
import type { PolicyDiff } from "../../../../packages/client/src/client.ts";

const SIDE = { sha256: "0".repeat(64), inferred: { categories: false, rules: true } } as const;
const DIFF: PolicyDiff = {
  policy_id: "spam",
  from: { ...SIDE, version: 1, tokens: 400, inferred: { categories: true, rules: true } },
  to: { ...SIDE, version: 3, tokens: 390 },
  categories: {
    added: [{ code: "SP4", title: "Fraud\u001b[2J" }],
    removed: [],
    changed: [{ from: { code: "SP2" }, to: { code: "SP2", severity: 4 } }],
  },
  rules: { added: [], removed: ["SP2.a", "SP2.b"] },
  settings: [{ name: "reasoning_effort", from: null, to: "low" }],
  text: "===\n--- spam@1\n+++ spam@3\n@@ -1,1 +1,1 @@\n-old\n+new\n",
};

it("shows changes of codes and settings first, then of the text, without terminal control characters", () => {
  expect(formatPolicyDiff(DIFF, createStyle(false))).toBe(`spam version 1 -> 3
  + category SP4 Fraud\\u001b[2J
  - category SP2
  + category SP2 (severity 4)
  - rules SP2.a, SP2.b
  categories are now declared
  reasoning_effort: none -> "low"
  length: 400 -> 390 tokens (-10)

===
--- spam@1
+++ spam@3
@@ -1,1 +1,1 @@
-old
+new
`);
});

it("says so if the documents are identical", () => {
  expect(formatPolicyDiff({ ...DIFF, text: "" }, createStyle(false))).toContain(
    "The documents are identical.",
  );
});
