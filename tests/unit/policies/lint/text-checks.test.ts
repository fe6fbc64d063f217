import { describe, expect, it } from "vitest";
import { DECLARED_NONE, findingsOf, textAt } from "./lint-text.ts";

/** The parts of a line that a rule points to. */
function pointedAt(rule: string, line: string): string[] {
  const document = `${DECLARED_NONE}# A\n\n${line}\n`;
  const findings = findingsOf(rule, document);
  expect(findings.every(({ range }) => range?.line === 7)).toBe(true);
  return findings.map((finding) => textAt(document, finding));
}

describe("hedge", () => {
  it.each([
    ["Usually this is fine.", ["Usually"]],
    ["Ads may be removed", ["may"]],
    ["It MIGHT hurt, or perhaps not.", ["MIGHT", "perhaps"]],
    ["Sugar dating usually isn’t OK\r", ["usually"]],
    ["- Insults are generally fine", ["generally"]],
    ["**Note:** a 𝗧hreat is <b>rarely</b> meant", ["**Note:** a 𝗧hreat is <b>rarely</b> meant"]],
    ["“often” is often a hedge", ["often"]],
  ])("points to the word in %j", (line, words) => {
    expect(pointedAt("hedge", line)).toEqual(words);
  });

  it.each([
    "Version of 12 May 2026",
    "May 2026: first version",
    'Quotes: "you may call me"',
    "Maybelline",
    "“It usually works”",
  ])("is not in %j", (line) => {
    expect(pointedAt("hedge", line)).toEqual([]);
  });

  it("suggests other words", () => {
    const [finding] = findingsOf("hedge", "# A\n\nInsults are typically removed.\n");
    expect(finding?.suggestion).toBe("Leave out “typically” and name the exception: “… unless <condition>”.");
  });
});

describe("output-format-requested", () => {
  it.each([
    ["Please answer only with VALID or INVALID and the code.", null],
    ["Respond with JSON.", "Respond with JSON"],
    ["Say what it is. Return a JSON object", "Return a JSON object"],
    ["Output: VALID", null],
    ["You must reply with yes or no.", "reply with yes or no"],
    ["## Output format", "Output format"],
    ["RESPONSE FORMAT: xml", null],
    ["Label each EXAMPLE as VALID or INVALID", null],
    ["Antworte nur mit JSON", null],
    ["Result is SAFE, otherwise UNSAFE", null],
  ])("is found in %j", (line, part) => {
    const found = pointedAt("output-format-requested", line);
    expect(found).toHaveLength(1);
    if (part !== null) expect(found).toEqual([part]);
  });

  it.each([
    '- "Reply with the code we sent you."',
    "Decide whether the content is spam. Set the violation first, then cite the category.",
    "Posts that answer others with insults",
    "Safe storage of weapons",
    "Valid criticism of a product",
  ])("is not found in %j", (line) => {
    expect(pointedAt("output-format-requested", line)).toEqual([]);
  });
});

describe("unfinished", () => {
  it.each([
    ["TODO ask legal", "TODO"],
    ["- TBD", "TBD"],
    ["What about memes???", "???"],
    ["Lorem ipsum dolor", "Lorem"],
  ])("points to the note in %j", (line, part) => {
    expect(pointedAt("unfinished", line)).toEqual([part]);
  });
});
