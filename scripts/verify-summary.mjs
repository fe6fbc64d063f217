// What verify prints at the end.

/** A failure that has no test to name: the run was stopped before it could report, or failed for another reason. */
const UNKNOWN = { file: null, test: null };

/** Of a report of verify-reporter.mjs, or null if there is none. `reason` is why the run failed, or null. */
export function casesOf(report, reason) {
  const { passed, skipped, failures } = report ?? { passed: 0, skipped: 0, failures: [] };
  const unexplained = failures.length === 0 && (report === null || reason !== null);
  return {
    passed,
    skipped,
    failures: unexplained ? [{ ...UNKNOWN, reason: reason ?? "no report" }] : failures,
  };
}

/** A line for each step, with the reason why it failed; a line for each failed test; the last line counts tests. */
export function summary(results) {
  const steps = results.map(({ name, seconds, cases, reason }) => {
    const note = [cases && inWords(cases), reason].filter(Boolean).join("; ");
    const state = reason === null ? "ok  " : "FAIL";
    return `${state}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd();
  });
  const counted = results.flatMap(({ cases }) => cases ?? []);
  const failures = counted.flatMap((cases) => cases.failures);
  const passed = counted.reduce((total, cases) => total + cases.passed, 0);
  const named = failures.filter(({ file }) => file !== null).map(inLine);
  return [
    ...steps,
    ...(named.length > 0 ? ["", "Failed:", ...named, ""] : []),
    `${passed} passed, ${failures.length} failed`,
  ].join("\n");
}

function inLine({ file, test, reason }) {
  return `  ${[file, test].filter((part) => part !== null).join(" > ")}: ${reason}`;
}

function inWords({ passed, failures, skipped }) {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
