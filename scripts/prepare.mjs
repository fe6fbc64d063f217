// What both commands of a fresh clone need first: a Node that can run the project, and the locked packages.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const MIN_NODE = [20, 19];

/** Ends the process with one line if this Node is older than package.json's `engines` allows. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  console.error(
    `Gavel needs Node.js ${MIN_NODE.join(".")} or newer and this is ${process.versions.node}: ` +
      "install a newer one from https://nodejs.org/ and run the command again.",
  );
  process.exit(1);
}

/** True if node_modules is absent, half installed, or older than the lockfile. */
export function packagesAreStale() {
  // npm writes this file last, and within the same second as a lockfile that it changes.
  const installed = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return true;
  return statSync(installed).mtimeMs + 5_000 < statSync(path.join(root, "package-lock.json")).mtimeMs;
}

/** `npm ci`. Returns whether it succeeded; its output is shown if it failed, or always if `show`. */
export function installPackages({ show }) {
  const { status, stdout, stderr } = spawnSync("npm", ["ci"], {
    cwd: root,
    stdio: show ? "inherit" : "pipe",
    encoding: "utf8",
    timeout: 15 * 60_000,
    shell: process.platform === "win32",
  });
  if (status !== 0 && !show) process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  return status === 0;
}
