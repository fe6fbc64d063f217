import { describe, expect, it } from "vitest";
import { findCodes } from "../../../../policies/codes/find-codes.ts";

/** `V1:Threats`, `V0=Fine` for allowed content. */
function summary(text: string): string[] {
  return findCodes(text).categories.map(
    ({ code, title, violation }) => `${code}${violation === 0 ? "=" : ":"}${title ?? ""}`,
  );
}

describe("defining positions", () => {
  it.each([
    ["HTML lists on one line", "<ul><li>V1: a</li><li>V2: b</li></ul>"],
    ["HTML lists over lines", "<ol>\n  <li><b>V1</b> &ndash; a\n  <li class='x'>V2: b</li>\n</ol>"],
    ["HTML headings and breaks", '<h2 id="v1">V1&nbsp;– a</h2><p>x</p><p>V2: b<br>text</p>'],
    [
      "HTML tables",
      "<table><tr><th>Code</th><th>What</th></tr><tr>\n<td>V1</td>\n<td>a</td>\n<td>safe</td></tr><tr><td>V2</td><td>b</td></tr></table>",
    ],
    ["HTML description lists", "<dl><dt>V1: a<dd>more</dd><dt>V2: b</dl>"],
    ["a table without outer pipes", "Code | What\n--- | ---\nV1 | a\nV2 | b\n"],
    ["a table in bold", "| **V1** | a |\n| `V2` | b |\n"],
    ["a table with a number first", "| # | Code | What |\n|---|---|---|\n| 1 | V1 | a |\n| 2 | V2 | b |\n"],
    ["a table with the code last", "| What | Code |\n|:--|--:|\n| a | V1 |\n| b | V2 |\n"],
    ["a table of tabs", "Code\tWhat\nV1\ta\tx\nV2\tb\ty\n"],
    ["CSV", "code,what\nV1,a\nV2,b\n"],
    ["direction marks", "\u200fV1: a\n\u202b- \u200eV2\u200f – b\u202c\n"],
    ["pictures", "👩‍👧 V1 – a\n🇩🇪 V2 – b\n"],
    ["signs and short codes", "‼️V1: a\n:no_entry: V2 – b\n"],
    ["keycaps and circled numbers", "1️⃣V1 – a\n② V2 – b\n"],
    ["numbers", "1. V1 – a\n(2) V2 – b\n"],
    ["numbers with parts, letters, Roman numbers", "1.2.3 V1: a\niv) V2: b\n"],
    ["check boxes", "- [ ] V1: a\n- [x] V2: b\n"],
    ["bullets of a word processor", "·\tV1: a\r\no\tV2: b\r\n"],
    ["private and other bullets", "\uf0b7\tV1: a\n■ V2: b\n"],
    ["dashes as bullets", "– V1: a\n— V2: b\n"],
    ["wide letters", "Ｖ１：a\nＶ２－b\n"],
    ["styled letters", "𝗩𝟭: a\n𝐕𝟐: b\n"],
    ["underlined headings", "V1 a\n====\ntext\n\nV2 b\n----\n"],
    ["headings without a space", "#V1: a\n##V2: b\n"],
    ["codes at a heading's end", "## a (V1)\n## b – V2\n"],
    ["brackets at a heading's end", "## a [V1]\n### 🚫 b [V2 – severe]\n"],
    ["emphasis", "*V1*: a\n**V2.** b\n"],
    ["underscores and code spans", "_V1_ – a\n`V2`: b\n"],
    ["brackets", "[V1] a\n(V2) b\n"],
    ["keys of JSON", '{\n  "V1": "a",\n  "V2": "b"\n}\n'],
    ["lists without separators", "- V1 a\n- V2 b\n"],
    ["lines without separators", "V1 a\nV2 b\n"],
    ["one line", "V1: a; V2: b\n"],
    ["spaces of every kind", "\u00a0V1\u00a0:\u2009a\n\u3000V2\u202f–\u00a0b\n"],
    ["line ends of every kind", "V1: a\rV2: b\u2028text"],
    ["quoted text", "> - V1: a\n>\n> - V2: b\n"],
    ["keywords in other languages", "## Kategorie V1: a\nRègle générale\n\nCategoría V2: b\n"],
    ["links", "- [V1](#v1): a\n### [V2](#v2) b\n"],
    ["CJK brackets", "【V1】a\n「V2」b\n"],
    ["small colons", "V1﹕a\nV2∶b\n"],
    ["columns of spaces", "V1   a\nV2   b\n"],
    ["pictures after codes", "V1 🔪 a\nV2✅ b\n"],
    ["quoted cells of CSV", '"Code";"What"\n"V1";"a"\n"V2";"b"\n'],
    [
      "a table whose second column is no title",
      "| Code | Unless | What |\n|---|---|---|\n| V1 | allowed | a |\n| V2 | safe | b |\n",
    ],
    ["arrows and equals signs", "V1 → a\nV2 = b\n"],
  ])("finds both codes of %s", (_name, text) => {
    expect(summary(text)).toEqual(["V1:a", "V2:b"]);
  });

  it("finds the code among brackets", () => {
    expect(summary("## Insults (V1) (serious)\n## Spam (bulk) (V2)\n")).toEqual([
      "V1:Insults (serious)",
      "V2:Spam (bulk)",
    ]);
  });

  it("finds codes in other alphabets", () => {
    expect(summary("Г1: Угрозы\nГ2 — Спам\n")).toEqual(["Г1:Угрозы", "Г2:Спам"]);
    expect(summary("- V1: تهديد\n- V2、脅迫\n")).toEqual(["V1:تهديد", "V2:脅迫"]);
  });

  it.each([
    ["a comment", "<!-- V9: x --> V1: a\n"],
    ["a comment over lines", "V1: a\n<!--\n\n- V9: x\n-- >\n- V8: y -->\n"],
    ["an unclosed comment", "V1: a\n<!-- V9: x\n\n- V8: y\n"],
    ["a comment of a link", "V1: a\n[//]: # (V9: x)\n"],
    ["struck-out text", "V1: a\n~~V9: x~~\n- ~~V8~~ – y\n<del>V7: z</del>\n"],
    ["a fence", "V1: a\n~~~\nV9: x\n~~~\n"],
    ["an unclosed fence", "V1: a\n```\nV9: x\n"],
    ["samples in HTML", "V1: a\n<pre>\nV9: x\n</pre>\n"],
    ["mentions", "V1: a\nIf unsure → V9. See V8: never.\nText (V7) goes on\n"],
    ["ranges and precedence", "V1: a\nV8–V9: serious\nV9 > V8\nV9, V8\nV7 → V9\n"],
    ["lone letters", "V1: a\n\n## Terms\n- DM: direct message\n- PII: data\n"],
  ])("does not read %s as a definition", (_name, text) => {
    expect(summary(text)).toEqual(["V1:a"]);
  });

  it("ignores a comment mark that is not a comment", () => {
    expect(summary("Write `<!--` to hide\nV1: a\n<!-- x -->\n")).toEqual(["V1:a"]);
    expect(summary("The sign <!-- opens\nV1: a\n")).toEqual(["V1:a"]);
  });

  it("ignores tags in prose", () => {
    expect(summary("- V1: pages with <script> tags\n- V2: <user> asked, 3 < 4\n- V3: `<pre>` too\n")).toEqual(
      ["V1:pages with <script> tags", "V2:<user> asked, 3 < 4", "V3:<pre> too"],
    );
  });
});

describe("severities", () => {
  it.each([
    ["a table", "| Severity | Meaning |\n|---|---|\n| P0 | now |\n| P1 | later |\n\n- V1: a\n"],
    ["a table alone", "| Priority | Meaning |\n|---|---|\n| P0 | x |\n| P1 | y |\n"],
    ["a section", "## Severity levels\n- P0: x\n- P1: y\n\n## Rules\n- V1: a\n"],
    ["a section in German", "Schweregrad:\n- S1: x\n- S2: y\n\n## Regeln\n- V1: a\n"],
    ["lines with a deadline", "P0 – life (15 min)\nP1 – money (4 h)\n\n- V1: a\n"],
    ["lines that say what to do", "P0 (threat to life): escalate\nP1 (money): review\n\nV1 – a\n"],
    ["levels", "SEV1: critical\nSEV2: high\n\n- V1: a\n"],
  ])("in %s are not categories", (_name, text) => {
    const found = findCodes(text);
    expect(found.categories.map(({ code }) => code).filter((code) => code !== "V1")).toEqual([]);
    expect(found.doubts.severities).toHaveLength(2);
  });

  it.each([
    ["alone", "- P0: Everything else\n- P1: Asks for a password\n"],
    ["with others", "## Privacy\n- P1: Addresses\n- P2: Numbers\n\n## Hate\n- H1: Slurs\n"],
    [
      "with a column for severity",
      "| Code | What | Severity |\n|---|---|---|\n| P1 | Addresses | high |\n| P2 | Names | low |\n",
    ],
  ])("are not found in categories of privacy %s", (_name, text) => {
    expect(findCodes(text).doubts.severities).toEqual([]);
    expect(findCodes(text).categories.map(({ code }) => code)).toContain("P1");
  });
});
