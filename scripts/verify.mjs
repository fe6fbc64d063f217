// Everything that must hold before a change is kept, on a fresh clone too. Plain Node: nothing is installed yet.
// Every step runs, so that one run shows all faults; the last line counts test cases and the other steps.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPackages, packagesAreStale, requireNode, root } from "./prepare.mjs";
import { provideSystemPackages } from "./system-packages.mjs";

requireNode();

const STEP_LIMIT_MS = 20 * 60_000;
const reports = mkdtempSync(path.join(tmpdir(), "gavel-verify-"));
const results = [];

try {
  const installed = step("packages", () => !packagesAreStale() || installPackages({ show: true }));
  step("programs", () => {
    const faults = provideSystemPackages();
    for (const fault of faults) console.error(fault);
    return faults.length === 0;
  });
  // Without the packages every further step fails for that one reason.
  if (installed) {
    step("format", () => npmRun("format:check"));
    step("lint", () => npmRun("lint"));
    step("types", () => npmRun("types"));
    step("dead code", () => npmRun("dead"));
    tests("unit");
    tests("integration");
    tests("conformance");
    step("build", () => npmRun("build"));
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

console.log();
for (const { name, passed, failed, skipped, seconds } of results) {
  const cases = passed + failed > 1 || skipped > 0 ? `${passed} passed, ${failed} failed` : "";
  const note = skipped > 0 ? `${cases}, ${skipped} skipped` : cases;
  console.log(
    `${failed === 0 ? "ok  " : "FAIL"}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd(),
  );
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function step(name, action) {
  const ok = timed(name, () => {
    const ok = action();
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  });
  return ok.failed === 0;
}

/** One vitest project; each of its cases counts. */
function tests(project) {
  timed(project, () => {
    const report = path.join(reports, `${project}.json`);
    const ok = npmRun(
      `test:${project}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    );
    return countCases(report, ok);
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

function timed(name, action) {
  console.log(`\n--- ${name}`);
  const start = performance.now();
  const counts = action();
  results.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
  return counts;
}

function npmRun(script, ...args) {
  const { status } = spawnSync("npm", ["run", "--silent", script, "--", ...args], {
    cwd: root,
    stdio: "inherit",
    timeout: STEP_LIMIT_MS,
    shell: process.platform === "win32",
  });
  return status === 0;
}
