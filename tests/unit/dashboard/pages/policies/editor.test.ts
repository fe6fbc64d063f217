import { describe, expect, it } from "vitest";
import {
  fieldsOf,
  SNIPPETS,
  withFrontMatter,
} from "../../../../../dashboard/pages/policies/editor/front-matter.ts";
import { lineRange } from "../../../../../dashboard/pages/policies/editor/line-range.ts";
import { newPolicyText } from "../../../../../dashboard/pages/policies/editor/new-policy-text.ts";
import { parsePolicy } from "../../../../../policies/parse-policy.ts";

describe("the front matter in the editor", () => {
  it("gets new lines at its end, or is created", () => {
    expect(withFrontMatter("---\ntitle: x\n---\n# X\n", "rules: [A1]")).toBe(
      "---\ntitle: x\nrules: [A1]\n---\n# X\n",
    );
    expect(withFrontMatter("# X\n", "rules: [A1]")).toBe("---\nrules: [A1]\n---\n# X\n");
    expect(withFrontMatter("---\n\n# a line\n---\n", "rules: [A1]")).toBe(
      "---\nrules: [A1]\n---\n---\n\n# a line\n---\n",
    );
  });

  it("lists its fields", () => {
    expect([...fieldsOf("---\ntitle: x\ncategories:\n  - { code: A1 }\n---\nrules: none\n")]).toEqual([
      "title",
      "categories",
    ]);
    expect([...fieldsOf("title: x\n")]).toEqual([]);
  });

  it("offers only what the service accepts, each and all together", () => {
    const parse = (text: string): unknown => parsePolicy(Buffer.from(text));
    const base = "# X\n\nMY0 Allowed. MY1 Forbidden.\n";
    for (const { text } of SNIPPETS) expect(() => parse(withFrontMatter(base, text))).not.toThrow();
    const all = SNIPPETS.reduce((source, { text }) => withFrontMatter(source, text), base);
    expect(() => parse(all)).not.toThrow();
    expect(() => parse(newPolicyText("my-policy"))).not.toThrow();
  });
});

describe("a line of the text", () => {
  it("has a range of characters, of which columns are a part", () => {
    const text = "one\ntwo three\n";
    expect(lineRange(text, 2)).toEqual({ start: 4, end: 13 });
    expect(lineRange(text, 2, { from: 5, to: 10 })).toEqual({ start: 8, end: 13 });
    expect(lineRange(text, 1)).toEqual({ start: 0, end: 3 });
    expect(lineRange(text, 99)).toEqual({ start: 14, end: 14 });
  });
});
