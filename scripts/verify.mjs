// Everything that must hold before a change is kept, on a fresh clone too. Plain Node: nothing is installed yet.
// Every step runs, so that one run shows all faults; the last line counts tests.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPackages, packagesAreStale, requireNode, root } from "./prepare.mjs";
import { runLimited } from "./run-limited.mjs";
import { provideSystemPackages } from "./system-packages.mjs";

requireNode();

/** Several times what a step takes on two busy cores: only what hangs is stopped. */
const STEP_LIMIT_MS = 2 * 3_600_000;
const reports = mkdtempSync(path.join(tmpdir(), "gavel-verify-"));
const results = [];

try {
  const installed = await step("packages", () =>
    !packagesAreStale() || installPackages({ show: true }) ? null : "npm ci failed",
  );
  await step("programs", () => {
    const faults = provideSystemPackages();
    for (const fault of faults) console.error(fault);
    return faults.length === 0 ? null : faults.join("; ");
  });
  // Without the packages every further step fails for that one reason.
  if (installed) {
    await step("format", () => npmRun("format:check"));
    await step("lint", () => npmRun("lint"));
    await step("types", () => npmRun("types"));
    await step("dead code", () => npmRun("dead"));
    await tests("unit");
    await tests("integration");
    await tests("conformance");
    await step("build", () => npmRun("build"));
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

console.log();
for (const { name, seconds, cases, reason } of results) {
  const note = [cases && inWords(cases), reason].filter(Boolean).join("; ");
  console.log(
    `${reason === null ? "ok  " : "FAIL"}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd(),
  );
}
const counted = results.flatMap(({ cases }) => cases ?? []);
const sum = (key) => counted.reduce((total, cases) => total + cases[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = results.every(({ reason }) => reason === null) ? 0 : 1;

/** Returns whether it succeeded. `action` returns null, or the reason why not. */
async function step(name, action) {
  const { reason } = await timed(name, async () => ({ reason: await action() }));
  return reason === null;
}

/** One vitest project; each of its cases counts. */
async function tests(project) {
  await timed(project, async () => {
    const report = path.join(reports, `${project}.json`);
    const reason = await npmRun(
      `test:${project}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    );
    return { reason, cases: countCases(report, reason === null) };
  });
}

/** A file that could not be loaded, or a run that failed with no failing case, counts as one failure. */
function countCases(report, ok) {
  let found;
  try {
    found = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const broken = found.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = found.numFailedTests + broken;
  return {
    passed: found.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

async function timed(name, action) {
  console.log(`\n--- ${name}`);
  const start = performance.now();
  const outcome = await action();
  results.push({ name, ...outcome, seconds: (performance.now() - start) / 1000 });
  return outcome;
}

/** Resolves with null, or the reason why it failed. */
function npmRun(script, ...args) {
  return runLimited("npm", ["run", "--silent", script, "--", ...args], {
    cwd: root,
    limitMs: STEP_LIMIT_MS,
  });
}
