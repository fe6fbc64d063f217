import { describe, expect, it } from "vitest";

interface Cases {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly reason: string | null;
  readonly cases?: Cases;
}

const { countCases, summary } = (await import(
  new URL("../../../scripts/verify-summary.mjs", import.meta.url).href
)) as {
  readonly countCases: (report: object | null, ok: boolean) => Cases;
  readonly summary: (results: readonly Step[]) => string;
};

const report = (numFailedTests: number, testResults: readonly object[] = []) => ({
  numPassedTests: 7,
  numFailedTests,
  numPendingTests: 0,
  numTodoTests: 1,
  testResults,
});

describe("countCases", () => {
  it("counts cases, files that could not be loaded, and a failure of the run itself", () => {
    expect(countCases(report(0), true)).toEqual({ passed: 7, failed: 0, skipped: 1 });
    expect(countCases(report(0), false)).toMatchObject({ passed: 7, failed: 1 });
    const files = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ];
    expect(countCases(report(1, files), false)).toMatchObject({ passed: 7, failed: 2 });
    expect(countCases(null, false)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("summary", () => {
  it("gives each step its reason, and counts tests only in the last line", () => {
    const lines = summary([
      { name: "types", seconds: 12.34, reason: null },
      { name: "lint", seconds: 3, reason: "ended with code 1" },
      { name: "unit", seconds: 60, reason: null, cases: { passed: 20, failed: 0, skipped: 0 } },
      {
        name: "integration",
        seconds: 7200,
        reason: "stopped: it took longer than 120 minutes",
        cases: { passed: 0, failed: 1, skipped: 0 },
      },
    ]).split("\n");
    expect(lines).toEqual([
      "ok    types          12.3 s",
      "FAIL  lint            3.0 s  ended with code 1",
      "ok    unit           60.0 s  20 passed, 0 failed",
      "FAIL  integration  7200.0 s  0 passed, 1 failed; stopped: it took longer than 120 minutes",
      "20 passed, 1 failed",
    ]);
  });
});
