import { applyPatch } from "diff";
import { describe, expect, it } from "vitest";
import { diffPolicies } from "../../../../policies/diff/diff-policies.ts";
import { textDiff } from "../../../../policies/diff/text-diff.ts";
import { parsePolicy } from "../../../../policies/parse-policy.ts";
import { policyDiffSchema } from "../../../../schemas/policy-diff.ts";
import { compileValidator } from "../../../../schemas/validate.ts";

const countTokens = (text: string): number => text.split(/\s+/).filter(Boolean).length;

function diff(from: string, to: string) {
  const side = (version: number, text: string) => ({
    policyId: "chat",
    version,
    policy: parsePolicy(Buffer.from(text)),
  });
  const result = diffPolicies(side(1, from), side(2, to), countTokens);
  expect(compileValidator(policyDiffSchema)(result)).toMatchObject({ ok: true });
  return result;
}

const FIRST = `---
title: Chat
reasoning_effort: low
categories:
  - { code: C0, title: Fine, violation: 0 }
  - { code: C1, title: Threats }
  - { code: C2, title: Spam }
rules: [C1.a, C2.a]
---
# Chat

C1.a A threat.
C2.a An advert.
`;

describe("diffPolicies", () => {
  it("says what changed in categories, rules, settings and length, and shows the text", () => {
    const second = FIRST.replace("C2, title: Spam", "C3, title: Fraud, severity: 7")
      .replace("title: Threats }", "title: Threats, action: remove }")
      .replace("rules: [C1.a, C2.a]", "rules: [C1.a, C3.a]")
      .replace("reasoning_effort: low", "cache_ttl_seconds: 60")
      .replace("C2.a An advert.", "C3.a A false promise of money.");
    const changes = diff(FIRST, second);
    expect(changes).toMatchObject({
      policy_id: "chat",
      from: { version: 1, inferred: { categories: false, rules: false } },
      to: { version: 2, tokens: changes.from.tokens + 3 },
      categories: {
        added: [{ code: "C3", title: "Fraud", severity: 7 }],
        removed: [{ code: "C2", title: "Spam" }],
        changed: [{ from: { code: "C1" }, to: { code: "C1", action: "remove" } }],
      },
      rules: { added: ["C3.a"], removed: ["C2.a"] },
      settings: [
        { name: "reasoning_effort", from: "low", to: null },
        { name: "cache_ttl_seconds", from: null, to: 60 },
      ],
    });
    expect(changes.text).toContain("--- chat@1\n+++ chat@2\n");
    expect(changes.text).toContain("-C2.a An advert.\n+C3.a A false promise of money.\n");
    expect(applyPatch(FIRST, changes.text)).toBe(second);
  });

  it("reports nothing for equal documents, and no change for a default that is written out", () => {
    expect(diff(FIRST, FIRST)).toMatchObject({
      categories: { added: [], removed: [], changed: [] },
      rules: { added: [], removed: [] },
      settings: [],
      text: "",
    });
    const explicit = FIRST.replace("title: Spam }", "title: Spam, violation: 1 }");
    expect(diff(FIRST, explicit).categories.changed).toEqual([]);
  });

  it("reports that inferred codes are now declared", () => {
    const { from, to } = diff("# Chat\n\n- C1: Threats\n", FIRST);
    expect([from.inferred.categories, to.inferred.categories]).toEqual([true, false]);
  });
});

describe("textDiff", () => {
  it("shows documents without common lines completely, in bounded time", () => {
    const text = (letter: string) =>
      Array.from({ length: 50_000 }, (_, line) => `${letter}${line}\n`).join("");
    const patch = textDiff({ name: "a", text: text("a") }, { name: "b", text: text("b") });
    expect(patch).toContain("@@ -1,50000 +1,50000 @@");
    expect(applyPatch(text("a"), patch)).toBe(text("b"));
  });
});
