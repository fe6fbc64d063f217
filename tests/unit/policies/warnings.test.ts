import { describe, expect, it } from "vitest";
import { listLibraryPolicies, readLibraryPolicy } from "../../../policies/library.ts";
import { parsePolicy } from "../../../policies/parse-policy.ts";
import { parseText } from "./policy-cases.ts";

/** Codes of warnings with their lines, for a policy whose codes are declared. */
function warned(text: string): (readonly (string | number)[])[] {
  return parseText(`---\ncategories: []\nrules: []\n---\n${text}`).warnings.map(({ code, lines }) => [
    code,
    ...lines.map((line) => line - 4),
  ]);
}

describe("the warnings of a policy", () => {
  it.each(listLibraryPolicies())("are none for the starter policy $id", ({ id }) => {
    expect(parsePolicy(readLibraryPolicy(id)).warnings).toEqual([]);
  });

  it.each([
    "Usually this is fine.",
    "Ads may be removed",
    "It MIGHT hurt, or perhaps not.",
    "Sugar dating usually isn’t OK\r",
    "- Insults are generally fine",
  ])("point to the hedge in %j", (text) => {
    expect(warned(`# A\n\n${text}\n`)).toEqual([["hedged", 3]]);
  });

  it.each([
    "Version of 12 May 2026",
    "May 2026: first version",
    'Quotes: "you may call me"',
    "Maybelline",
    "“It usually works”",
  ])("find no hedge in %j", (text) => {
    expect(warned(`# A\n\n${text}\n`)).toEqual([]);
  });

  it.each([
    "Please answer only with VALID or INVALID and the code.",
    "Respond with JSON.",
    "Return a JSON object",
    "Output: VALID",
    "You must reply with yes or no.",
    "## Output format",
    "RESPONSE FORMAT: xml",
    "Label each EXAMPLE as VALID or INVALID",
    "Antworte nur mit JSON",
    "Result is SAFE, otherwise UNSAFE",
  ])("point to the output format in %j", (text) => {
    expect(warned(`# A\n\n${text}\n`)).toEqual([["output_format_requested", 3]]);
  });

  it.each([
    '- "Reply with the code we sent you."',
    "Decide whether the content is spam. Set the violation first, then cite the category.",
    "Posts that answer others with insults",
    "Safe storage of weapons",
    "Valid criticism of a product",
  ])("find no output format in %j", (text) => {
    expect(warned(`# A\n\n${text}\n`)).toEqual([]);
  });

  it.each(["TODO ask legal", "- TBD", "What about memes???", "Lorem ipsum dolor"])(
    "point to what is unfinished in %j",
    (text) => {
      expect(warned(`# A\n\n${text}\n`)).toEqual([["unfinished", 3]]);
    },
  );

  it("name lines of the document, each kind once, at most twenty", () => {
    const policy = parseText(
      `\uFEFF---\r\ntitle: T\r\n---\r\n# A\r\n\r\n- V1: usually\r\n${"- often\r\n".repeat(30)}`,
    );
    expect(policy.warnings.map(({ code }) => code)).toEqual(["codes_inferred", "hedged"]);
    expect(policy.warnings[1]?.lines).toEqual(Array.from({ length: 20 }, (_, n) => n + 6));
  });

  it.each([
    ["comment_found", "- V1: a\n<!-- x -->\n", [2]],
    ["comment_unclosed", "- V1: a\n\n<!-- x\n- V2: b\n", [3]],
    ["sample_unclosed", "- V1: a\n```\n- V2: b\n", [2]],
    ["code_not_understood", "- V1: a\n- v2: b\n- HATE-03 – c\n", [2, 3]],
    ["code_not_understood", "- H: Hate\n- HR: Harassment\n", [1, 2]],
    ["code_contradiction", "## V1 – Safe\nx\n## V1 – Threats\n", [1]],
    ["severity_not_category", "- V1: a\n\n## Severity\n- P0: x\n", [4]],
    ["no_categories", "No codes at all.\n", []],
    ["front_matter_ignored", "\n---\ntitle: T\n---\n- V1: a\n", [3]],
    ["too_many_lines", `- V1: a\n${"\n".repeat(10_000)}- V2: b\n`, [10_001]],
    [
      "too_many_codes",
      Array.from({ length: 999 }, (_, n) => `- S${n + 1}.a x\n- S${n + 1}.b y\n`).join(""),
      [],
    ],
  ])("have %s", (code, text, lines) => {
    const found = parseText(text).warnings.find((warning) => warning.code === code);
    expect(found?.lines).toEqual(lines);
    expect(found?.message).toMatch(/^[A-Z].{30,}\.$/s);
  });

  it("do not mention declared codes", () => {
    expect(warned("- V1: a\n- v2: b\n\n## Severity\n- P0: x\n")).toEqual([]);
  });
});
