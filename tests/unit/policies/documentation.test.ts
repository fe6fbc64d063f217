import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../policies/parse-policy.ts";
import { compileValidator } from "../../../schemas/validate.ts";

const page = readFileSync(new URL("../../../docs/policies.md", import.meta.url), "utf8");
const samples = [...page.matchAll(/^```markdown\n([^]*?)^```$/gm)].map((match) => match[1] ?? "");
const verdicts = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(
  (match) => JSON.parse(match[1] ?? "") as unknown,
);
const [first, second] = samples.map((sample) => parsePolicy(new TextEncoder().encode(sample)));

describe("docs/policies.md", () => {
  it("has a sample policy whose codes are understood as the page says", () => {
    expect(first?.categories.map(({ code }) => code)).toEqual(["ML0", "ML1", "ML2"]);
    expect(first?.rules).toEqual(["ML0.a", "ML0.b", "ML1.a", "ML1.b", "ML2.a"]);
  });

  it("has a sample verdict that the sample policy accepts", () => {
    expect(compileValidator(first?.verdictSchema.strict ?? {})(verdicts[0])).toMatchObject({ ok: true });
  });

  it("has a sample schema that is accepted", () => {
    expect(second?.verdictSchema.custom).toBe(true);
  });
});
