import { describe, expect, it } from "vitest";

interface Phrasing {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly why: string;
  readonly finds: readonly string[];
  readonly leaves: readonly string[];
}

interface Found {
  readonly line: number;
  readonly text: string;
}

const load = (name: string) => import(new URL(`../../../scripts/words/${name}`, import.meta.url).href);
const { PHRASINGS } = (await load("phrasings.mjs")) as { readonly PHRASINGS: readonly Phrasing[] };
const { findPhrasings } = (await load("find.mjs")) as {
  readonly findPhrasings: (name: string, source: string, phrasings: readonly Phrasing[]) => Found[];
};
const { proseOf } = (await load("prose.mjs")) as {
  readonly proseOf: (name: string, source: string) => string;
};

const found = (name: string, source: string) =>
  findPhrasings(name, source, PHRASINGS).map(({ line, text }) => [line, text]);

describe("the list of phrasings", () => {
  it.each(PHRASINGS.map((entry) => [String(entry.pattern).slice(0, 60), entry] as const))(
    "%s",
    (_, entry) => {
      const { finds, leaves } = entry;
      const matched = (text: string) => findPhrasings("page.md", text, [entry]).length > 0;
      expect(finds.filter((text) => !matched(text))).toEqual([]);
      expect(leaves.filter(matched)).toEqual([]);
      expect(finds.length).toBeGreaterThan(0);
      expect(leaves.length).toBeGreaterThan(0);
    },
  );
});

describe("proseOf", () => {
  it("keeps the length and the lines of the source", () => {
    const source =
      'const a = `x ${b ? "c" : `d ${e}`} f`; // g\n/** h\n * i */ const j = /[`"/]/;\nconst k = "l";\n';
    const prose = proseOf("a.ts", source);
    expect(prose).toHaveLength(source.length);
    expect(prose.split("\n")).toHaveLength(5);
    expect(prose.replace(/[\s\0]+/g, " ").trim()).toBe("x c d f g h i l");
  });
});

describe("findPhrasings", () => {
  it("reads comments and strings of code, never its names", () => {
    const source = [
      "for (const it of answers) mend(beside);",
      "// The graphics",
      "// device.",
      'throw new Error("put it " +',
      '  "once more");',
      "const text = `is ${a} for ever`;",
    ].join("\n");
    expect(found("a.ts", source)).toEqual([
      [2, "graphics device"],
      [5, "once more"],
      [6, "for ever"],
    ]);
  });

  it("does not see a phrase across code", () => {
    expect(found("a.ts", 'f("for", "ever");')).toEqual([]);
  });

  it("reads pages, across lines, but no name in backticks", () => {
    expect(found("a.md", "A graphics\ndevice, `for ever`\n")).toEqual([[1, "graphics device"]]);
  });

  it("reads comments, strings and the text of elements in JSX", () => {
    const source = [
      "/** Kept for ever. */",
      'const a = (beside: T) => <p title="It is mended">',
      "  It stays so for ever, {name}'s page is beside.",
      "</p>;",
    ].join("\n");
    expect(found("a.tsx", source)).toEqual([
      [1, "for ever"],
      [2, "mended"],
      [3, "for ever"],
      [3, "beside"],
    ]);
  });

  it("reads comments of shaders, and comments and texts of Python", () => {
    expect(found("a.wgsl", "let beside = 1; // beside\n")).toEqual([[1, "beside"]]);
    expect(found("a.py", 'beside = "x"  # for\n"""Kept\nfor ever."""\n')).toEqual([[3, "for ever"]]);
  });
});
