// Leads from a fresh clone to a first verdict. Plain Node, since nothing is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { installPackages, packagesAreStale, requireNode, root } from "./prepare.mjs";

requireNode();

// A relative DATA_DIR is relative to the repository, as under npm.
process.chdir(root);

if (packagesAreStale()) {
  const done = announce("Installing packages from the lockfile");
  if (!installPackages({ show: false })) {
    fail("npm ci failed: see above. The npm registry must be reachable.");
  }
  done();
}

if (buildIsStale()) {
  const done = announce("Building");
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts", "build.mjs")], {
    stdio: "inherit",
  });
  if (status !== 0) fail("The build failed: see above.");
  done();
}

const { runQuickstart } = await import(new URL("../dist/cli/quickstart/main.js", import.meta.url).href);
await runQuickstart();

/** True if there is no build, or a source file is newer than it. */
function buildIsStale() {
  const stamp = path.join(root, "dist", ".built");
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  const sources = [
    "service",
    "policies",
    "schemas",
    "engine",
    "evaluation",
    "cli",
    "dashboard",
    "models",
    "packages/client/src",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
  ];
  return sources.some((source) => changedSince(path.join(root, source), builtAt));
}

function changedSince(file, time) {
  const { mtimeMs } = statSync(file);
  if (mtimeMs > time) return true;
  if (!statSync(file).isDirectory()) return false;
  return readdirSync(file).some((name) => changedSince(path.join(file, name), time));
}

function announce(what) {
  const start = performance.now();
  console.log(`${what} ...`);
  return () => console.log(`${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
