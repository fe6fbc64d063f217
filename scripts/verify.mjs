// Everything that must hold before a change is kept, on a fresh clone too. Plain Node: nothing is installed yet. Every
// step runs, so that one run shows all faults. The summary names each failed test; its last line counts tests.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPackages, packagesAreStale, requireNode, root } from "./prepare.mjs";
import { runLimited } from "./run-limited.mjs";
import { provideSystemPackages } from "./system-packages.mjs";
import { casesOf, summary } from "./verify-summary.mjs";

requireNode();

/** Several times what a step takes on two busy cores: only a step that hangs is stopped. */
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

console.log(`\n${summary(results)}`);
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
      `--reporter=${path.join(root, "scripts", "verify-reporter.mjs")}`,
      `--outputFile=${report}`,
    );
    // A run that was stopped has written none.
    const found = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
    return { reason, cases: casesOf(found, reason) };
  });
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
