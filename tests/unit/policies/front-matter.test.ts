import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../policies/errors.ts";
import { parseFrontMatter } from "../../../policies/front-matter.ts";
import { frontMatterLookalike, splitFrontMatter } from "../../../policies/split-front-matter.ts";

function refusal(yaml: string): PolicyError {
  try {
    parseFrontMatter(yaml);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("splitFrontMatter", () => {
  it.each([
    ["no fence", "# Title\n---\nkey: value\n---\n"],
    ["a thematic break that is never closed", "---\n# Title\ntext\n"],
    ["a thematic break before a blank line", "---\n\n# Title\n\n---\ntext"],
    ["a longer break", "----\ntitle: T\n----\n"],
    ["a fence in the second line", "\n---\ntitle: T\n---\n"],
    ["nothing but a fence", "---"],
    ["a break before a list", "---\n- one\n- two\n"],
  ])("does not split a document with %s", (_name, text) => {
    expect(splitFrontMatter(text)).toMatchObject({ yaml: null, instructions: text, linesBefore: 0 });
  });

  it.each([
    ["nothing", "---\ntitle: T\ncategories: []\ntext\n"],
    ["an indented fence", "---\ntitle: T\n ---\n"],
    ["the end of a YAML document", "---\ntitle: T\n...\ntext"],
    ["a dash that a word processor inserted", "---\r\ntitle: T\r\n—\r\ntext"],
  ])("refuses front matter that %s closes", (_name, text) => {
    expect(() => splitFrontMatter(text)).toThrow(
      expect.objectContaining({
        code: "front_matter_invalid",
        faults: [{ pointer: "", line: 1, message: expect.stringContaining("put a line ---") }],
      }),
    );
  });

  it.each([
    ["after a blank line", "\n---\ntitle: T\n---\ntext", 3],
    ["before a blank line", "---\n\ntitle: T\ncategories: []\n---\ntext", 3],
    ["in a code fence", "```yaml\ntitle: T\n```\ntext", 2],
    ["between long dashes", "—\ntitle: T\n—\ntext", 2],
    ["between other lines", "----\ntitle: T\n----\n", 2],
    ["without a fence", "title: T\ndescription: D\n\ntext", 1],
  ])("reports front matter %s that is read as text", (_name, text, line) => {
    expect(splitFrontMatter(text)).toMatchObject({ yaml: null, instructions: text });
    expect(frontMatterLookalike(text)).toBe(line);
  });

  it.each([
    "# Title\n\ntitle: T\nrules: []\n",
    "title: what a title is\n\nMore text\n",
    "  title: T\n",
    "***\nWords\n",
  ])("reads %j as text", (text) => {
    expect(frontMatterLookalike(text)).toBeNull();
  });

  it.each(["\n", "\r\n", "\r"])("recognises lines that end with %j", (end) => {
    const text = ["---", "title: T", "rules: [A.1]", "---", "body", ""].join(end);
    const { yaml, instructions, linesBefore } = splitFrontMatter(text);
    expect([instructions, linesBefore]).toEqual([`body${end}`, 4]);
    expect(parseFrontMatter(yaml ?? "")).toEqual({ title: "T", rules: ["A.1"] });
  });

  it("splits at the first closing fence", () => {
    expect(splitFrontMatter("---  \ntitle: T\n---\t\nbody\n---\nmore")).toMatchObject({
      yaml: "title: T\n",
      instructions: "body\n---\nmore",
    });
  });

  it("accepts an empty block and a fence at the end", () => {
    expect(splitFrontMatter("---\n---\nbody")).toMatchObject({ yaml: "", instructions: "body" });
    expect(splitFrontMatter("---\na: 1\n---")).toMatchObject({ yaml: "a: 1\n", instructions: "" });
  });
});

describe("parseFrontMatter", () => {
  it("reads everything that the schema allows", () => {
    const value = parseFrontMatter(
      "title: T\ndescription: D\ncategories:\n  - {code: A1, title: Ads, violation: 0, severity: 3, action: hide}\n" +
        "rules: [A1.a]\nreasoning_effort: high\noutput_schema: {type: object}\n" +
        "examples:\n  - {content: hi, violation: 0, policy_category: null, note: n}\n",
    );
    expect(value.categories).toEqual([
      { code: "A1", title: "Ads", violation: 0, severity: 3, action: "hide" },
    ]);
    expect(value.reasoning_effort).toBe("high");
  });

  it.each([0, 1, 3600, 2_592_000])("reads a cache time of %d seconds", (seconds) => {
    expect(parseFrontMatter(`cache_ttl_seconds: ${seconds}\n`).cache_ttl_seconds).toBe(seconds);
  });

  it.each(["-1", "2592001", "1.5", "true", '"60"', "1h", ".inf", ".nan", "null", "[60]"])(
    "refuses a cache time of %s",
    (value) => {
      const { faults } = refusal(`title: T\ncache_ttl_seconds: ${value}\n`);
      expect(faults.map(({ pointer, line }) => [pointer, line])).toEqual([["/cache_ttl_seconds", 3]]);
    },
  );

  it("reads targets", () => {
    const { targets } = parseFrontMatter(
      "categories: [{ code: A1 }]\ntargets:\n  decide_by: interval\n  recall: 0.9\n  minimum_items: 80\n" +
        "  categories:\n    A1: { recall: 1, false_positive_rate: 0 }\n",
    );
    expect(targets).toEqual({
      decide_by: "interval",
      recall: 0.9,
      minimum_items: 80,
      categories: { A1: { recall: 1, false_positive_rate: 0 } },
    });
  });

  it.each([
    ["recall: 90", "/targets/recall"],
    ["recal: 0.9", "/targets/recal"],
    ["kappa: -0.1", "/targets/kappa"],
    ["minimum_items: 0", "/targets/minimum_items"],
    ["decide_by: luck", "/targets/decide_by"],
    ["categories: { A1: {} }", "/targets/categories/A1"],
    ["categories: { A1: { decide_by: interval } }", "/targets/categories/A1/decide_by"],
    ["categories: { A2: { recall: 0.9 } }", "/targets/categories/A2"],
  ])("refuses the target %s", (line, pointer) => {
    const { faults } = refusal(`categories: [{ code: A1 }]\ntargets:\n  ${line}\n`);
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(faults[0]!.line).toBe(4);
  });

  it("accepts targets for any category if none is declared", () => {
    expect(parseFrontMatter("targets: { categories: { SP2: { f1: 0.8 } } }\n").targets).toBeDefined();
  });

  it("accepts an empty block", () => {
    expect(parseFrontMatter(" \n")).toEqual({});
  });

  it.each([
    ["categories:\n  - code: A\n    titel: x\n", "/categories/0/titel", 4],
    ["title: T\nrules:\n  - A\n  - A\n", "/rules", 4],
    ["categories:\n  - title: x\n", "/categories/0/code", 3],
    ["categories:\n  - code: 12\n", "/categories/0/code", 3],
    ["categories:\n  - code: A\n    violation: yes\n", "/categories/0/violation", 4],
    ["categories:\n  - code: A\n  - code: B\n  - code: A\n", "/categories/2/code", 5],
    ['categories:\n  - code: "A "\n', "/categories/0/code", 3],
    ["rules: [' A']\n", "/rules/0", 2],
    ["reasoning_effort: extreme\n", "/reasoning_effort", 2],
    ['title: "a\\0b"\n', "/title", 2],
    ['title: "a\\uD800b"\n', "/title", 2],
    ["output_schema:\n  const: .inf\n", "/output_schema/const", 3],
    ['output_schema:\n  "a/b": "\\x01"\n', "/output_schema/a~1b", 3],
    ["examples:\n  - content: x\n", "/examples/0/violation", 3],
    ["unknown: 1\n", "/unknown", 2],
    ["- a\n", "", 1],
    ["just words\n", "", 1],
    ["# only a comment\n", "", 1],
    ["null\n", "", 1],
  ])("points to the fault of %j", (yaml, pointer, line) => {
    const error = refusal(yaml);
    expect(error.code).toBe("front_matter_invalid");
    expect(error.faults[0]).toMatchObject({ pointer, line });
  });

  it.each([
    ["a key twice", "title: a\ntitle: b\n", 3],
    ["a tab as indent", "categories:\n\t- code: A\n", 3],
    ["an open quote", 'title: "abc\n', undefined],
    ["an unknown tag", "title: !js/function secret\n", 2],
    ["a binary tag", "title: !!binary c2VjcmV0\n", 2],
    ["a second document", "title: a\n...\ntitle: b\n", undefined],
    ["an alias", "title: &a secret\ndescription: *a\n", 3],
    ["a key that is not a string", "? [a]\n: b\n", 2],
    ["a merge key", "<<: {title: secret}\n", 2],
  ])("refuses %s", (_name, yaml, line) => {
    const error = refusal(yaml);
    expect(error.code).toBe("front_matter_invalid");
    if (line !== undefined) expect(error.faults[0]?.line).toBe(line);
    const told = JSON.stringify([error.message, error.faults.map(({ message }) => message)]);
    expect(told).not.toMatch(/secret|c2Vj/);
  });

  it("refuses YAML bombs", () => {
    const bomb = [
      "a: &a0 x",
      ...Array.from({ length: 30 }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`),
    ].join("\n");
    expect(refusal(bomb).code).toBe("front_matter_invalid");
    expect(refusal("&a [*a]\n").code).toBe("front_matter_invalid");
  });

  it.each([
    ["lists", "output_schema: " + "[".repeat(30_000) + "]".repeat(30_000)],
    ["open lists", "[".repeat(65_000)],
    ["mappings", "output_schema: " + "{a: ".repeat(10_000) + "1" + "}".repeat(10_000)],
    ["indicators", "- ".repeat(30_000)],
    ["keys", "? ".repeat(30_000)],
    ["indentation", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("refuses deep nesting of %s before it is parsed", (_name, yaml) => {
    expect(refusal(yaml).faults).toEqual([{ pointer: "", message: "is nested too deeply" }]);
  });

  it("reads brackets in text as text", () => {
    const brackets = "[{".repeat(200);
    expect(parseFrontMatter(`description: "${brackets}"\n`).description).toBe(brackets);
    expect(parseFrontMatter(`title: >-\n  [\ndescription: |-\n  ${"[\n  ".repeat(100)}[\n`).title).toBe("[");
  });

  it.each([
    ["title: Spam: the policy\n", "contains a colon"],
    ["title: Spam:\n", "contains a colon"],
    ["categories:\n  - { code: A, title: x: y }\n", "contains a colon"],
    ["title: @x\n", "begins with @"],
    ["title: 'it's'\n", "put the whole value in quotes"],
    ["title: !x y\n", "begins with !"],
    ["title\nrules: []\n", "a colon and a space"],
    ["title:Spam\n", "a colon and a space"],
  ])("says what is wrong with %j", (yaml, reason) => {
    expect(refusal(yaml).faults[0]?.message).toContain(reason);
  });

  it.each(["a: ", "[", "a: b\n", '"', "{a: b},", "- {a: 1}\n", "a: - b\n", "&a ", "*a ", "? ", "%\n"])(
    "refuses 60 KB of %j before it is parsed",
    (unit) => {
      const { faults } = refusal(unit.repeat(Math.floor(60_000 / unit.length)));
      expect(faults[0]?.message).toMatch(/more than 20000 YAML tokens|nested too deeply/);
    },
  );

  it("accepts everything that may be declared at once", () => {
    const categories = Array.from(
      { length: 200 },
      (_, n) => `  - { code: C${n}, title: "T, ${n}", violation: 1, severity: 3, action: x }`,
    );
    const rules = Array.from({ length: 1000 }, (_, n) => `C${n % 200}.${n}`);
    const examples = Array.from(
      { length: 200 },
      (_, n) => `  - content: "c ${n}"\n    violation: 1\n    policy_category: C${n}\n    note: n`,
    );
    const yaml = `categories:\n${categories.join("\n")}\nrules: [${rules.join(", ")}]\nexamples:\n${examples.join("\n")}\n`;
    expect(parseFrontMatter(yaml)).toMatchObject({ categories: { length: 200 }, rules: { length: 1000 } });
  });

  it("refuses more than 64 KB, which would take long to parse", () => {
    expect(refusal(`title: ${"x".repeat(65_536)}\n`).faults[0]?.message).toContain("65536 characters");
  });

  it("refuses a prototype", () => {
    expect(refusal("__proto__: {title: x}\n").code).toBe("front_matter_invalid");
    expect(({} as Record<string, unknown>)["title"]).toBeUndefined();
  });

  it("reports at most twenty faults", () => {
    const yaml = Array.from({ length: 60 }, (_, n) => `key${n}: 1`).join("\n");
    expect(refusal(yaml).faults).toHaveLength(20);
  });
});
