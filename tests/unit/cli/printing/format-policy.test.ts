import { describe, expect, it } from "vitest";
import type { PolicyVersionResource } from "../../../../schemas/policy.ts";
import { formatPolicyVersion } from "../../../../cli/printing/format-policy.ts";
import { createStyle } from "../../../../cli/printing/style.ts";

const VERSION: PolicyVersionResource = {
  policy_id: "chat",
  version: 1,
  sha256: "a".repeat(64),
  active: true,
  title: "Chat",
  description: null,
  categories: [
    { code: "V0", title: "Fine", violation: 0 },
    { code: "V1", title: "Threats", violation: 1 },
  ],
  rules: ["V1.a"],
  inferred: { categories: true, rules: true, front_matter: "---\ncategories:\n  - { code: V0 }\n---\n" },
  findings: [],
  reasoning_effort: null,
  review: null,
  sensitive: false,
  targets: null,
  output_schema: { properties: { violation: {} } },
  tokens: 40,
  created_at: "2026-11-27T10:00:00.000Z",
};
const STYLE = createStyle(false);

describe("formatPolicyVersion", () => {
  it("marks inferred codes", () => {
    const inferred = formatPolicyVersion(VERSION, STYLE);
    expect(inferred).toContain("V1.a (inferred from the text; not enforced)");
    expect(inferred.match(/inferred from the text/g)).toHaveLength(2);
    expect(formatPolicyVersion({ ...VERSION, inferred: null }, STYLE)).not.toContain("inferred");
  });
});
