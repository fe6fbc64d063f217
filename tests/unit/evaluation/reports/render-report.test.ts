import { describe, expect, it } from "vitest";
import { renderReport } from "../../../../evaluation/reports/render-report.ts";
import { evaluationComparisonSchema } from "../../../../schemas/evaluation-comparison.ts";
import { evaluationFindingsSchema } from "../../../../schemas/evaluation-findings.ts";
import { evaluationRobustnessSchema } from "../../../../schemas/evaluation-robustness.ts";
import { evaluationSteerabilitySchema } from "../../../../schemas/evaluation-steerability.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { comparison, findings, robustness, steerability } from "./messages.ts";

const MESSAGES = [
  ["evaluation", findings(), evaluationFindingsSchema],
  ["comparison", comparison(), evaluationComparisonSchema],
  ["robustness", robustness(), evaluationRobustnessSchema],
  ["steerability", steerability(), evaluationSteerabilitySchema],
] as const;

/** Throws unless every element is closed in order. Void elements of HTML are those that the page uses. */
function expectWellFormed(text: string): void {
  const open: string[] = [];
  for (const [tag, end, name, empty] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(\/?)>/gi)) {
    if (end === "/") expect(open.pop(), tag).toBe(name);
    else if (empty !== "/" && name !== "meta") open.push(name!);
  }
  expect(open).toEqual([]);
}

describe.each(MESSAGES)("a report of an %s", (_kind, message, schema) => {
  it("is valid as JSON", () => {
    const value: unknown = JSON.parse(renderReport(message, "json"));
    expect(compileValidator(schema)(value)).toMatchObject({ ok: true });
  });

  it("is one HTML file that makes no requests and escapes what others wrote", () => {
    const html = renderReport(message, "html");
    expectWellFormed(html);
    expect(html).not.toMatch(/<(script|img|link|iframe|object|form|a)\b/i);
    const tags = [...html.matchAll(/<[a-z][^>]*>/g)].join("");
    expect(tags).not.toMatch(/\s(src|href|on\w+)=/i);
    expect(html).not.toMatch(/url\(|@import/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    // oxlint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u202a-\u202e\ufffe]|\p{Cs}/u);
  });

  it("is XML with escaped attributes as JUnit", () => {
    const xml = renderReport(message, "junit");
    expectWellFormed(xml);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /);
    // oxlint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Cs}/u);
  });

  it("has no markup, link or mention of others in Markdown", () => {
    const markdown = renderReport(message, "markdown");
    const outsideCode = markdown.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "");
    expect(outsideCode).not.toMatch(/<(?!\/?details>|\/?summary>|!-- gavel-report -->)/);
    expect(outsideCode).not.toMatch(/@team|evil|#1\b/);
    expect(markdown.length).toBeLessThan(65_536);
  });

  it("is text without control characters", () => {
    // oxlint-disable-next-line no-control-regex
    expect(renderReport(message, "table")).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
  });
});

describe("renderReport", () => {
  it("says in a terminal what was decided, measured and judged wrong", () => {
    const text = renderReport(findings(), "table");
    expect(text).toContain("Evaluation of listings@1\n");
    expect(text).toContain("Gate: closed\n");
    expect(text).toContain(
      "NO  recall of ML2 is 0.600 (95 % interval 0.313 to 0.832): the target of at least 0.950 is missed.",
    );
    expect(text).toMatch(/accuracy +0\.600 +0\.387 to 0\.781 +12 of 20\n/);
    expect(text).toMatch(/ML2 +10 +0\.600 \(0\.313 to 0\.832\)/);
    expect(text).toMatch(/expected +ML2 +none\n +ML2 +6 +4\n +none +4 +6\n/);
    expect(text).toContain("item-0  wrong, labelled violation, ML2\n");
    expect(text).toContain("… and 599 more");
    expect(text).toMatch(/cost +0\.50 EUR/);
  });

  it("says what changed, with both rationales of a flip", () => {
    const text = renderReport(comparison(), "table");
    expect(text).toContain("Comparison of listings@1 and listings, draft abababababab");
    expect(text).toContain(
      "Of 18 labelled items, 0 are right only with the candidate and 7 only with the base. " +
        "Accuracy changes by -0.389 (95 % interval -0.601 to -0.099; McNemar's exact test: p = 0.016).",
    );
    expect(text).toContain("7 items that were right are now wrong, and 0 that were wrong are now right");
    expect(text).toContain("base: violation, ML2 (ML2.a, confidence high): base says");
    expect(text).toContain("candidate: no violation (confidence high): candidate says");
    expect(text).toContain("Judged only for the base: item-18, item-19");
  });

  it("says if the two sides judged different versions of the golden set", () => {
    const message = comparison();
    expect(renderReport(message, "table")).not.toContain("Items of the base");
    const base = {
      ...message.base,
      golden_set: { name: "listings", version: 7, sha256: "ef".repeat(32) },
    };
    expect(renderReport({ ...message, base }, "table")).toMatch(
      /Items of the base +20 items, each judged 2 times: golden set listings@7/,
    );
  });

  it("fails the JUnit tests that close the gate, and no other", () => {
    const xml = renderReport(comparison(), "junit");
    expect(xml).toContain('<testsuites name="gavel" tests="5" failures="2">');
    expect(xml.match(/<failure /g)).toHaveLength(2);
    expect(xml.match(/<skipped /g)).toHaveLength(1);
  });

  it("shows content only if the message has it", () => {
    const message = findings();
    const { content, ...without } = message.wrong.shown[0]!;
    expect(content).toBeDefined();
    const hidden = { ...message, wrong: { total: 1, shown: [without] } };
    expect(renderReport(message, "html")).toContain("<div>content</div>");
    expect(renderReport(hidden, "html")).not.toContain("<div>content</div>");
  });

  it.each([
    ["evaluation", findings(), 4],
    ["comparison", comparison(), 3],
    ["robustness", robustness(), 1],
  ] as const)("draws the plots of a report of an %s", (_kind, message, plots) => {
    const html = renderReport(message, "html");
    expect(html.match(/<svg /g)).toHaveLength(plots);
    expect(html).not.toContain("NaN");
  });
});
