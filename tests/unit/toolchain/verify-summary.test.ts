import { describe, expect, it } from "vitest";

interface Failure {
  readonly file: string | null;
  readonly test: string | null;
  readonly reason: string;
}

interface Cases {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly reason: string | null;
  readonly cases?: Cases;
}

const { casesOf, summary } = (await import(
  new URL("../../../scripts/verify-summary.mjs", import.meta.url).href
)) as {
  readonly casesOf: (report: Cases | null, reason: string | null) => Cases;
  readonly summary: (results: readonly Step[]) => string;
};

const passed = (count: number): Cases => ({ passed: count, skipped: 0, failures: [] });
const inGrammar: Failure = {
  file: "tests/unit/grammar.test.ts",
  test: "a grammar > refuses what is too long",
  reason: "AssertionError: expected 1 to be 2",
};

describe("casesOf", () => {
  it("counts a run that failed or was stopped without a failed test as one failure", () => {
    expect(casesOf(passed(7), null)).toEqual(passed(7));
    const unexplained = { file: null, test: null, reason: "ended with code 1" };
    expect(casesOf(passed(7), "ended with code 1")).toEqual({ ...passed(7), failures: [unexplained] });
    expect(casesOf(null, "ended with code 1")).toEqual({ ...passed(0), failures: [unexplained] });
    expect(casesOf(null, null).failures).toHaveLength(1);
  });

  it("does not count a run whose failures are known again", () => {
    const report = { passed: 7, skipped: 1, failures: [inGrammar] };
    expect(casesOf(report, "ended with code 1")).toEqual(report);
  });
});

describe("summary", () => {
  it("shows the reason of each failed step, names each failed test, and counts tests only in the last line", () => {
    const lines = summary([
      { name: "types", seconds: 12.34, reason: null },
      { name: "lint", seconds: 3, reason: "ended with code 1" },
      {
        name: "unit",
        seconds: 60,
        reason: "ended with code 1",
        cases: {
          passed: 20,
          skipped: 1,
          failures: [inGrammar, { file: "tests/unit/broken.test.ts", test: null, reason: "SyntaxError: x" }],
        },
      },
      {
        name: "integration",
        seconds: 7200,
        reason: "stopped: it took longer than 120 minutes",
        cases: casesOf(null, "stopped: it took longer than 120 minutes"),
      },
    ]).split("\n");
    expect(lines).toEqual([
      "ok    types          12.3 s",
      "FAIL  lint            3.0 s  ended with code 1",
      "FAIL  unit           60.0 s  20 passed, 2 failed, 1 skipped; ended with code 1",
      "FAIL  integration  7200.0 s  0 passed, 1 failed; stopped: it took longer than 120 minutes",
      "",
      "Failed:",
      "  tests/unit/grammar.test.ts > a grammar > refuses what is too long: AssertionError: expected 1 to be 2",
      "  tests/unit/broken.test.ts: SyntaxError: x",
      "",
      "20 passed, 3 failed",
    ]);
  });

  it("has no list when nothing failed", () => {
    expect(summary([{ name: "unit", seconds: 1, reason: null, cases: passed(3) }])).toBe(
      "ok    unit            1.0 s  3 passed, 0 failed\n3 passed, 0 failed",
    );
  });
});
