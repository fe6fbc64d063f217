import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCodes, type FoundCodes } from "../../../../policies/codes/find-codes.ts";

/** In the style of published policies: emoji headings, codes in parentheses, samples, a label table. */
const PUBLISHED_STYLE = `Noise Policy (#NZ)
GOAL: Find noise. Label each EXAMPLE as VALID or INVALID.

DEFINITIONS
Noise: sound that nobody asked for. See ISO 2024-01-31 and COVID-19 notes, A4 sheets.

✅ Allowed Content (NZ0 – No noise or very low confidence signals of noise)
Useful or expected. Looks loud but is fine.
NZ0.a Greeting – “Hello there!”


NZ0.b Question – “Is NZ3.z a code?”
 ✅ Output: VALID

🚫 Likely Noise (NZ2 – Medium Confidence)
NZ2.a Shouting – “HEY HEY”
NZ2.b Drumming – “bang”
 ❌ Output: INVALID

🚨 Malicious Noise (NZ4 – Maximum Severity)
NZ4.a Siren – “Evacuate now.”
 ❌ Output: INVALID + ESCALATE

LABEL FORMAT
Depiction (D-NZ#): noise in the content.
Request (R-NZ#): a wish for noise.
 | Example | Classification |
 |----------|---------------|
 | “Play the siren” | D-N4, R-N0 |

AMBIGUITY
If automation suspected → NZ2 or higher.
If harm → classify NZ4.
`;

/** What is found, without doubtful codes. */
function found(text: string): Omit<FoundCodes, "definitions" | "doubts"> {
  const { categories, rules, defined } = findCodes(text);
  return { categories, rules, defined };
}

const codes = (text: string): string[] => findCodes(text).categories.map(({ code }) => code);

describe("findCodes", () => {
  it("reads a well-known name as a code if it is one of a series", () => {
    expect(codes("- F0: Fine\n- F1: Insults\n- F2: Threats\n")).toEqual(["F0", "F1", "F2"]);
    expect(codes("- V1: Adverts\n- F1: a sport\n- PS4: a console\n- PS5: another\n")).toEqual(["V1"]);
  });

  it("reads a policy in the published style", () => {
    expect(found(PUBLISHED_STYLE)).toEqual({
      categories: [
        { code: "NZ0", title: "Allowed Content", violation: 0 },
        { code: "NZ2", title: "Likely Noise", violation: 1 },
        { code: "NZ4", title: "Malicious Noise", violation: 1 },
      ],
      rules: ["NZ0.a", "NZ0.b", "NZ2.a", "NZ2.b", "NZ4.a"],
      defined: ["NZ0", "NZ0.a", "NZ0.b", "NZ2", "NZ2.a", "NZ2.b", "NZ4", "NZ4.a"],
    });
    expect(findCodes(PUBLISHED_STYLE.replaceAll("\n", "\r\n"))).toEqual(findCodes(PUBLISHED_STYLE));
  });

  it.each([
    ["a heading", "## H2 Explicit hate\n", "Explicit hate"],
    ["a heading with a dash", "### H2 – Explicit hate\n", "Explicit hate"],
    ["a heading with a keyword", "### Category H2: Explicit hate\n", "Explicit hate"],
    ["parentheses in a heading", "## Explicit hate (H2)\n", "Explicit hate"],
    ["a bold line", "**H2: Explicit hate**\n", "Explicit hate"],
    ["a list item", "- H2: Explicit hate. Slurs and more\n", "Explicit hate"],
    ["a numbered item in bold", "1. **H2** Explicit hate\n", "Explicit hate"],
    ["a quoted, bracketed item", "> * [H2] Explicit hate\n", "Explicit hate"],
    ["a table row", "| Code | Meaning |\n|---|---|\n| H2 | Explicit hate |\n", "Explicit hate"],
    ["a table cell with title", "| H2: Explicit hate | x |\n", "Explicit hate"],
    ["a line", "H2: Explicit hate\n", "Explicit hate"],
    ["a line after an emoji", "🚫 H2 → Explicit hate\n", "Explicit hate"],
  ])("finds a code at the start of %s", (_name, text, title) => {
    expect(findCodes(text).categories).toEqual([{ code: "H2", title, violation: 1 }]);
  });

  it.each([
    ["H3.f", "H3"],
    ["S2.b", "S2"],
    ["SP2.a.1", "SP2"],
    ["V1.iv", "V1"],
    ["DR3.12", "DR3"],
  ])("reads the category of %s from the part before its dot", (rule, category) => {
    expect(found(`${rule} some words\n`)).toEqual({
      categories: [{ code: category, violation: 1 }],
      rules: [rule],
      defined: [rule],
    });
  });

  it("uses the heading above the rules of a category as its title if there is no other", () => {
    const text = "## Threats\n- T1.a direct\n- T1.b veiled\n## Both\n- U1.a x\n- U2.a y\n";
    expect(findCodes(text).categories).toEqual([
      { code: "T1", title: "Threats", violation: 1 },
      { code: "U1", violation: 1 },
      { code: "U2", violation: 1 },
    ]);
  });

  it("keeps R1, R2 … as rules, among categories too", () => {
    expect(found("R1: no ads\nR2: no links\n")).toEqual({
      categories: [],
      rules: ["R1", "R2"],
      defined: ["R1", "R2"],
    });
    expect(findCodes("## D1 Ads\n- R1: no ads\n").categories).toEqual([
      { code: "D1", title: "Ads", violation: 1 },
    ]);
    expect(findCodes("- Rule X1: no ads\n")).toMatchObject({ categories: [], rules: ["X1"] });
  });

  it("reads R as a category if it has an R0 or dotted parts", () => {
    expect(codes("R0: fine\nR1: bad\n")).toEqual(["R0", "R1"]);
    expect(codes("R1: bad\nR1.a worse\n")).toEqual(["R1"]);
  });

  it.each([
    ["## X0 – Everything else\n", 0],
    ["## X1 – Allowed content\n", 0],
    ["## X1 – Non-violating\n", 0],
    ["## X1 – Permitted content\n", 0],
    ["## X1 (Safe)\n", 0],
    ["**X1 – Not a violation.**\n", 0],
    ["## X1 – Not spam\n", 0],
    ["## X1 – Safe\n", 0],
    ["| X0 | Questions |\n", 0],
    ["| X1 | Questions | allowed |\n", 1],
    ["## Allowed content\n- X1: questions\n", 1],
    ["Allowed:\n- X1.a questions\n", 1],
    ["## X0 – Violating\n", 1],
    ["## X1 – Weapons, unless permitted by law\n", 1],
    ["## X1 – Safe – unless minors read it\n", 1],
    ["- X1: Allowed. Only with a permit\n", 1],
    ["## X1 – Acceptable use\n", 1],
    ["- X1: No spam\n", 1],
    ["- X1: No hate speech.\n", 1],
    ["- X1: No violation\n", 0],
    ["## X1 – Safe\n## X1 – Unsafe\n", 1],
    ["## X1 – Unsafe\n## X1 – Safe\n", 1],
    ["## X1.0 Fine\n", 1],
    ["## X1 – Not allowed\n", 1],
    ["## X1 – Disallowed content\n", 1],
    ["## X1 – Unsafe advice\n", 1],
    ["## X1 – Non-consensual images\n", 1],
    ["## X10 – Threats\n", 1],
    ["## X1 – Safe-search evasion\n", 1],
    ["## Allowed content\n- nothing\n## Violations\n- X1: ads\n", 1],
  ])("reads %j as violation %i", (text, violation) => {
    expect(findCodes(text).categories).toMatchObject([{ violation }]);
  });

  it.each([
    "Print on A1 paper, or A4 paper.\n",
    "A1 paper is larger than A4 paper.\n",
    "- A4 paper is fine\n",
    "Use the usual size\nA4\n",
    "COVID-19: misinformation about the virus\n",
    "GPT4: answers of the model\n- GPT4 – a model\n## GPT4\n",
    "H2O: water\n2FA: two factors\n",
    "2024-01-31: first version\n- 2024-01-31 second\n",
    "MP3: music\nMP4: film\n",
    "Q1: What is spam?\nA1: Unwanted promotion.\nQ2: And ham?\nA2: The rest.\n",
    "D-SP2: depiction\nR-SP2: request\n- D-SP#: x\n",
    "A1-size sheets: forbidden\n",
    "A1.pdf is attached\nS3.io: a site\n",
    "The rule SP2.a forbids links, see (SP2.b).\n",
    "- “SP2.a is a code” is a sample\n",
    "sp2.a lower case\n1.2 numbered\n",
    '```json\nSP2.a: "sample"\n```\n',
    "Bring a sheet (A4)\n",
    "| Example | Label |\n|---|---|\n| buy now | X2 |\n",
    "ABCDEF1: too many letters\nA1234: too many digits\n",
  ])("does not read ordinary words as codes: %j", (text) => {
    expect(found(text)).toEqual({ categories: [], rules: [], defined: [] });
  });

  it("accepts at most 200 categories and 1000 rules", () => {
    const text = Array.from({ length: 999 }, (_, n) => `- S${n + 1}.a x\n- S${n + 1}.b y\n`).join("");
    const found = findCodes(text);
    expect(found.categories).toHaveLength(200);
    expect(found.rules).toHaveLength(1000);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => void findCodes(text)),
      { numRuns: 200 },
    );
  });
});
