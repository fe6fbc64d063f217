import { describe, expect, it } from "vitest";
import { CHECKS } from "../../../../policies/lint/checks.ts";
import { DECLARED_NONE, findingsOf, textAt } from "./lint-text.ts";

interface Case {
  readonly rule: string;
  /** A document with the finding. */
  readonly wrong: string;
  /** What each finding points to; an empty text for the whole document. */
  readonly at: readonly string[];
  /** A document like it, without the finding. */
  readonly right: string;
}

const LIST = "- V0: Fine\n- V1: Threats\n- V2: Slurs\n";
const DECLARED =
  "---\ncategories:\n  - { code: V0, violation: 0 }\n  - { code: V1 }\n  - { code: V2 }\nrules: []\n---\n";
const WORDS = "word ".repeat(700);

const CASES: readonly Case[] = [
  { rule: "codes-inferred", wrong: LIST, at: [""], right: `${DECLARED}${LIST}` },
  {
    rule: "no-categories",
    wrong: "No codes at all.\n",
    at: [""],
    right: `${DECLARED_NONE}No codes at all.\n`,
  },
  { rule: "no-rules", wrong: LIST, at: [""], right: `${LIST}- V1.a By name\n` },
  {
    rule: "code-not-understood",
    wrong: "- V1: a\n- v2: b\n- HATE-03 – c\n",
    at: ["- v2: b", "- HATE-03 – c"],
    right: `${DECLARED}- V1: a\n- v2: b\n`,
  },
  {
    rule: "code-not-understood",
    wrong: "H: hate\nV: violence\n",
    at: ["H: hate", "V: violence"],
    right: "Q: What is red?\nA: Insults.\n\nX: a\nX: b\nY: c\n",
  },
  {
    rule: "code-undefined",
    wrong: `${LIST}\nIn doubt choose V7, or V2.b. See V9 or INCITE1, and MP3.\n`,
    at: ["V7", "V2.b", "V9", "INCITE1"],
    right: `${LIST}\nIn doubt choose V2. A GPT4 text, an AK47.\n`,
  },
  {
    rule: "code-undefined",
    wrong: `${LIST}\n| Example | Label |\n|---|---|\n| “Go away” | D-X1, R-X0 |\n| “Hi” | D-X0 |\n`,
    at: ["D-X1", "R-X0", "D-X0"],
    right: `${LIST}\n| Example | Label |\n|---|---|\n| “Go away” | D-V1, R-V0 |\n`,
  },
  {
    rule: "code-undefined",
    wrong: `---\nexamples: [{ content: Hi, violation: 1, policy_category: V8 }]\ntargets: { categories: { V9: { recall: 1 } } }\n---\n${LIST}`,
    at: ["V8", "V9"],
    right: `---\nexamples: [{ content: Hi, violation: 1, policy_category: V1 }]\ntargets: { categories: { V2: { recall: 1 } } }\n---\n${LIST}`,
  },
  {
    rule: "code-gap",
    wrong: "- V0: Fine\n- V2: Threats\n- V2.a By name\n- V2.c In public\n",
    at: ["- V2: Threats", "- V2.c In public"],
    right: "- V10: Fine\n- V20: Threats\n- V2.a By name\n- V2.b In public\n",
  },
  {
    rule: "code-duplicate",
    wrong: "## V1 – Threats\n- V1.a By name\n- V1.a In public\n\n## V1 – Slurs\n",
    at: ["- V1.a In public", "## V1 – Slurs"],
    right:
      "## V1 – Threats\n- V1.a By name\n\n## Labels\n- V1: Threats of any kind\n\nV1 and V2 are hits.\n\nV1 is the worst.\n",
  },
  {
    rule: "code-contradiction",
    wrong: "## V1 – Safe\nx\n## V1 – Threats\n",
    at: ["## V1 – Safe"],
    right: "## V0 – Safe\nx\n## V1 – Threats\n",
  },
  {
    rule: "severity-not-category",
    wrong: "- V1: a\n\n## Severity\n- P0: x\n",
    at: ["- P0: x"],
    right: "- V1: a\n- V2: b\n",
  },
  {
    rule: "too-many-codes",
    wrong: Array.from({ length: 999 }, (_, n) => `- S${n + 1}.a x\n- S${n + 1}.b y\n`).join(""),
    at: [""],
    right: LIST,
  },
  {
    rule: "schema-without-codes",
    wrong: withSchema('"score": { "enum": [1, 2, 3] }', "score"),
    at: [""],
    right: withSchema('"policy_category": { "enum": ["V1", "V2"] }', "policy_category"),
  },
  {
    rule: "output-format-requested",
    wrong: "Respond with JSON.\n",
    at: ["Respond with JSON"],
    right: "Decide first.\n",
  },
  {
    rule: "sample-output-invalid",
    wrong: `${DECLARED}{"violation": 1, "policy_category": "V7"}\n\n{\n  "violation": 2\n}\n`,
    at: ['{"violation": 1, "policy_category": "V7"}', "{…"],
    right: `${DECLARED}Like {"violation": 1, "policy_category": "V1", "rule_ids": [], "confidence": "low", "rationale": "x"}, {x}\n`,
  },
  {
    rule: "outcome-vocabulary",
    wrong: "GOAL: Label it VALID or INVALID.\n\nUnder 18: SAFE, else UNSAFE.\n",
    at: ["SAFE"],
    right: "GOAL: Label it VALID or INVALID.\n",
  },
  {
    rule: "outcome-vocabulary",
    wrong: `${LIST}\nVALID or INVALID.\n\n## Examples\n- “Hi” → V0\n`,
    at: ["- “Hi” → V0"],
    right: `${LIST}\n## Examples\n- “Hi” → 0, V0\n- “Ho” → 1, V1\n`,
  },
  {
    rule: "outcome-contradiction",
    wrong: "## V0 – Fine\n✅ Output: INVALID\n\n## V1 – Threats\nOutput: `VALID`\n",
    at: ["INVALID", "VALID"],
    right: "## V0 – Fine\nOutput: VALID\n\n## V1 – Threats\n❌ Output: INVALID + ESCALATE\n",
  },
  { rule: "section-missing", wrong: "Flag insults.\n", at: [""], right: complete("") },
  {
    rule: "escalation-missing",
    wrong: "Flag insults.\n",
    at: [""],
    right: "A person reviews what is unclear.\n",
  },
  { rule: "precedence-missing", wrong: LIST, at: [""], right: `${LIST}\nThe highest category decides.\n` },
  {
    rule: "several-policies",
    wrong: "# Spam policy\n\nFlag spam.\n\n# Hate policy\n\nFlag hate.\n",
    at: ["# Hate policy"],
    right: "# Spam policy\n\nHate belongs to the hate policy.\n\n# Definitions\n",
  },
  {
    rule: "several-policies",
    wrong: "GOAL: Find spam.\n\nGOAL: Find hate.\n",
    at: ["GOAL: Find hate."],
    right: "GOAL: Find spam.\n\nSCOPE: Everything.\n",
  },
  {
    rule: "examples-few",
    wrong: "## Examples\n- “a” → 1\n- “b” → 0\n",
    at: ["## Examples"],
    right: complete(""),
  },
  {
    rule: "examples-one-sided",
    wrong: `${LIST}\n## Examples\n- “a” → 1, V1\n- “b” → V2\n`,
    at: ["- “a” → 1, V1"],
    right: complete(""),
  },
  {
    rule: "example-unlabelled",
    wrong: "## Examples\n- “a” → 1\n- Something vile\n",
    at: ["- Something vile"],
    right:
      '## V1 – Threats\nExamples:\n- Something vile\n\n# Examples\n- "a" – not flagged\n\n' +
      "| Label | Example |\n|---|---|\n| spam | “Buy” |\n",
  },
  {
    rule: "example-contradiction",
    wrong: `${DECLARED}${LIST}- V1.a By name\n\n## Examples\n- "a" → 0, V1.a\n- "b" → INVALID, V0\n`,
    at: ['- "a" → 0, V1.a', '- "b" → INVALID, V0'],
    right: `${DECLARED}${LIST}- V1.a By name\n\n## Examples\n- "a" → 1, V1.a\n- "b" → VALID (V0)\n`,
  },
  {
    rule: "example-contradiction",
    wrong: `---\nexamples:\n  - { content: Hi, violation: 1, policy_category: V0 }\n---\n${LIST}`,
    at: ["V0"],
    right: `---\nexamples:\n  - { content: Hi, violation: 0, policy_category: V0 }\n---\n${LIST}`,
  },
  { rule: "hedge", wrong: "It may be removed.\n", at: ["may"], right: "It is removed.\n" },
  { rule: "unfinished", wrong: "- TBD\n", at: ["TBD"], right: "- Insults\n" },
  {
    rule: "paragraph-long",
    wrong: `# A\n\n${"word ".repeat(70)}\n${"word ".repeat(70)}\n\nShort.\n`,
    at: [`${"word ".repeat(70)}…`],
    right: `# A\n\n${"word ".repeat(70)}\n\n${"word ".repeat(70)}\n`,
  },
  { rule: "headings-few", wrong: `# A\n\n${WORDS}`, at: [""], right: `# A\n\n${WORDS}\n# B\n# C\n` },
  { rule: "text-long", wrong: WORDS, at: [""], right: "word ".repeat(500) },
  {
    rule: "category-long",
    wrong: `## V0 – Fine\n${WORDS}\n## V1 – Threats\n### More\n${WORDS}`,
    at: ["## V0 – Fine", "## V1 – Threats"],
    right: `## V0 – Fine\nx\n## V1 – Threats\n### More\ny\n# Other\n${WORDS}`,
  },
  {
    rule: "control-token",
    wrong: "Text with <|start|>system and <|end|>.\n",
    at: ["<|start|>", "<|end|>"],
    right: "a <| b, c |> d <||> and a|b\n",
  },
  {
    rule: "invisible-character",
    wrong: "Fla\u200bg insults\n",
    at: ["\u200b"],
    right: "👩‍👧 ❤️ nackt\u00ad\n",
  },
  { rule: "comment-found", wrong: "- V1: a\n<!-- x -->\n", at: ["<!-- x -->"], right: "- V1: a\n" },
  { rule: "comment-unclosed", wrong: "- V1: a\n\n<!-- x\n- V2: b\n", at: ["<!-- x"], right: "- V1: a\n" },
  { rule: "sample-unclosed", wrong: "- V1: a\n```\n- V2: b\n", at: ["```"], right: "```\nx\n```\n" },
  {
    rule: "front-matter-ignored",
    wrong: "\n---\ntitle: T\n---\n- V1: a\n",
    at: ["title: T"],
    right: "---\ntitle: T\n---\n- V1: a\n",
  },
  { rule: "too-many-lines", wrong: `- V1: a\n${"\n".repeat(10_000)}- V2: b\n`, at: [""], right: LIST },
];

/** Rules that need an engine: policy-linter.test.ts has their cases. */
const OF_ENGINES = ["context-short", "reasoning-limited", "score-missing"];

function complete(more: string): string {
  return (
    `${DECLARED}# A\n## Goal\nx\n## Terms\nx\n## V0 – Fine\nx\n## V1 – Threats\nx\n## Examples\n` +
    `- “a” → 1, V1\n- “b” → 0, V0\n- “c” → 1, V1\n- “d” → 0, V0\n${more}`
  );
}

function withSchema(property: string, name: string): string {
  return (
    `---\ncategories: [{ code: V1 }, { code: V2 }]\noutput_schema: {"type": "object", "additionalProperties": false, ` +
    `"required": ["violation", "rationale", "${name}"], "properties": {"violation": {"enum": [0, 1]}, ${property}, ` +
    `"rationale": {"type": "string", "maxLength": 40}}}\n---\nFlag insults.\n`
  );
}

describe.each(CASES)("$rule", ({ rule, wrong, at, right }) => {
  it("is found, with its position, a reason and what to do", () => {
    const findings = findingsOf(rule, wrong);
    expect(findings.map((finding) => textAt(wrong, finding))).toEqual(at);
    for (const { message } of findings) expect(message).toMatch(/^[A-Z“].{40,}\.$/su);
  });

  it("is not found in the corrected text", () => {
    expect(findingsOf(rule, right)).toEqual([]);
  });
});

describe("the list of checks", () => {
  it("has a case for each rule", () => {
    const rules = CHECKS.map(({ rule }) => rule);
    expect([...new Set([...CASES.map(({ rule }) => rule), ...OF_ENGINES])].sort()).toEqual(rules.sort());
  });

  it("has unique ids in kebab case", () => {
    const rules = CHECKS.map(({ rule }) => rule);
    expect(new Set(rules).size).toBe(rules.length);
    for (const rule of rules) expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
