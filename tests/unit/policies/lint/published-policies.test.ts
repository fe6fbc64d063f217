import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findingsOf, lint, textAt } from "./lint-text.ts";

interface Published {
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
}

/** What the guide predicts for a published policy: rules, and for some what the findings point to. */
interface Expected {
  readonly rules: readonly string[];
  readonly never?: readonly string[];
  readonly at?: Readonly<Record<string, readonly string[]>>;
}

/** In the style of OpenAI's spam policy: no Markdown, a gap in the ladder, labels that nothing defines. */
const SPAM_LIKE = `Noise Policy (#NZ)
GOAL: Find noise. Label each EXAMPLE as VALID or INVALID.

DEFINITIONS
Noise: sound that nobody asked for.

✅ Allowed Content (NZ0 – No noise)
Looks loud but could be fine.
NZ0.a Greeting – “Hello there!”
 ✅ Output: VALID

🚫 Likely Noise (NZ2 – Medium Confidence)
NZ2.a Shouting – “HEY HEY”
 ❌ Output: INVALID

🚨 Malicious Noise (NZ4 – Maximum Severity)
NZ4.a Siren – “Evacuate now.”
 ❌ Output: INVALID + ESCALATE

LABEL FORMAT
Depiction (D-NZ#): noise in the content.
 | Example | Classification |
 |----------|---------------|
 | “Play the siren” | D-N4, R-N0 |

AMBIGUITY & ESCALATION
If harm → classify NZ4. Apply the highest severity.
`;

/** In the style of the teen safety policies: other names for the sections, examples under each category. */
const TEEN_LIKE = `# Loud Content Policy (#LC)

## Goal
Identify loud content. Classify each example as \`VALID\` (allowed) or \`INVALID\` (loud content).

## Definitions
- Loud: Sounds that could typically hurt.

## Allowed Content (LC0 - Quiet)

Examples:

- LC0.a Whisper: "Could you whisper?"

Output: \`VALID\`

## Loud Content (LC1 - Loud)

Examples:

- LC1.a Shout: "HEY"

Output: \`INVALID\`

## Label Format

- \`LC0\`: Quiet.
- \`LC1\`: Loud.

Examples:

- "Could you whisper?" -> \`LC0\`
- "HEY" -> \`LC1\`

## Ambiguity and Escalation
- If unclear, choose \`LC0\`.
`;

/** In the style of the policy on violent extremism: bold titles, a code in an unusual form, no rules. */
const TVEC_LIKE = `# Template Policy

## Definitions
**Noise:** sound.

## Invalid Content Types (Remove)

**NOI1: Shouting.**
A single shout is generally insufficient.

Examples:
- “HEY”

**NOI2: Sirens.** Escalate to people.

## Valid Content Types (Permit)

**NOI0: Quiet.**
Everything that is not NOI1, NOI2, or RACKET1.

**NOI.01: Concerts.**
`;

const SPAM: Expected = {
  rules: [
    "codes-inferred",
    "code-gap",
    "code-undefined",
    "outcome-vocabulary",
    "output-format-requested",
    "section-missing",
    "hedge",
  ],
  never: ["escalation-missing", "examples-few", "examples-one-sided", "several-policies"],
};
const TEEN: Expected = {
  rules: ["codes-inferred", "output-format-requested", "outcome-vocabulary", "section-missing"],
  never: [
    "code-undefined",
    "code-gap",
    "code-duplicate",
    "code-not-understood",
    "outcome-contradiction",
    "escalation-missing",
  ],
};
const TVEC: Expected = {
  rules: [
    "codes-inferred",
    "no-rules",
    "code-not-understood",
    "code-undefined",
    "precedence-missing",
    "hedge",
  ],
  never: ["output-format-requested", "code-gap", "several-policies"],
  at: { hedge: ["generally"] },
};

const OWN: readonly Published[] = [
  {
    name: "a policy like the one on spam",
    text: SPAM_LIKE,
    expected: {
      ...SPAM,
      at: {
        "code-gap": [
          "🚫 Likely Noise (NZ2 – Medium Confidence)",
          "🚨 Malicious Noise (NZ4 – Maximum Severity)",
        ],
        "code-undefined": ["D-N4", "R-N0"],
      },
    },
  },
  {
    name: "a policy like those on teen safety",
    text: TEEN_LIKE,
    expected: { ...TEEN, rules: [...TEEN.rules, "hedge"] },
  },
  {
    name: "a policy like the one on extremism",
    text: TVEC_LIKE,
    expected: {
      ...TVEC,
      at: { ...TVEC.at, "code-not-understood": ["**NOI.01: Concerts.**"], "code-undefined": ["RACKET1"] },
    },
  },
];

/** The published policies themselves, by their files below the folder of GAVEL_PUBLISHED_POLICIES. */
const OF_FILES: Readonly<Record<string, Expected>> = {
  "openai-spam/policy.txt": {
    ...SPAM,
    rules: [...SPAM.rules, "text-long"],
    at: {
      "code-gap": ["🚫 Likely Spam (SP2 – Medium Confidence)"],
      "code-undefined": ["D-S2", "R-S0", "D-S0", "R-S2", "D-S4", "R-S4", "R-S3"],
      hedge: ["May", "could", "could", "Likely"],
    },
  },
  "policy-packs/tvec/policy.md": {
    ...TVEC,
    rules: [...TVEC.rules, "text-long"],
    at: { ...TVEC.at, "code-undefined": ["INCITE1"] },
  },
  ...teen("age-restricted-goods-and-services", ["typically"]),
  ...teen("dangerous-content", ["could", "could", "could", "may"]),
  ...teen("dangerous-roleplay", ["may", "could", "may", "typically"]),
  // Their hedges are in quoted samples only.
  ...teen("graphic-sexual-content", []),
  ...teen("graphic-violent-content", []),
  ...teen("harmful-body-ideals", ["may"]),
};

function teen(name: string, hedges: readonly string[]): Readonly<Record<string, Expected>> {
  const file = `policy-packs/openai-teen-safety/policies/${name}/policy.md`;
  return { [file]: { ...TEEN, rules: [...TEEN.rules, "text-long"], at: { hedge: hedges } } };
}

/** The suite's own policies, and the files of a folder that GAVEL_PUBLISHED_POLICIES names. */
function published(): readonly Published[] {
  const folder = process.env["GAVEL_PUBLISHED_POLICIES"];
  if (folder === undefined) return OWN;
  const known = Object.entries(OF_FILES).filter(([file]) => existsSync(path.join(folder, file)));
  const others = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => /policy\.(?:md|txt)$/.test(file) && OF_FILES[file] === undefined,
  );
  return [...OWN, ...known, ...others.map((file) => [file, { rules: [] }] as const)].map((each) =>
    "text" in each
      ? each
      : { name: each[0], text: readFileSync(path.join(folder, each[0]), "utf8"), expected: each[1] },
  );
}

describe.each(published())("$name", ({ text, expected }) => {
  const report = lint(text);
  const rules = report.findings.map(({ rule }) => rule);

  it("can be used unchanged: all findings are advice", () => {
    expect(report.runnable).toBe(true);
    expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("has the findings that the guide predicts", () => {
    expect(rules).toEqual(expect.arrayContaining([...expected.rules]));
    for (const rule of expected.never ?? []) expect(rules).not.toContain(rule);
    for (const [rule, parts] of Object.entries(expected.at ?? {})) {
      expect(
        findingsOf(rule, text).map((finding) => textAt(text, finding)),
        rule,
      ).toEqual(parts);
    }
  });

  it("shows the front matter that declares its codes", () => {
    for (const { suggestion } of findingsOf("codes-inferred", text)) {
      expect(findingsOf("codes-inferred", `${suggestion}${text}`)).toEqual([]);
    }
    expect(rules).not.toContain("no-categories");
  });
});
