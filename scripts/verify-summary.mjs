// What verify says in the end.

/**
 * Of a report of vitest, or null. A file that could not be loaded, or a run that failed with no failing case, counts as one
 * failure.
 */
export function countCases(report, ok) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A line for each step, with the reason why it failed; the last line counts tests. */
export function summary(results) {
  const lines = results.map(({ name, seconds, cases, reason }) => {
    const note = [cases && inWords(cases), reason].filter(Boolean).join("; ");
    const state = reason === null ? "ok  " : "FAIL";
    return `${state}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd();
  });
  const counted = results.flatMap(({ cases }) => cases ?? []);
  const sum = (key) => counted.reduce((total, cases) => total + cases[key], 0);
  return [...lines, `${sum("passed")} passed, ${sum("failed")} failed`].join("\n");
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
