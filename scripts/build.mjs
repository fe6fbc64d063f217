// Compiles to dist/ and copies the files that are read at run time next to the compiled ones; each package is compiled
// to a dist/ of its own. The result appears under its name only when it is complete, so an interrupted build
// is never mistaken for a finished one.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildDashboard } from "./build-dashboard.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(root, "dist");
const building = path.join(root, ".cache", `build-${process.pid}`);
const ASSETS = ["models", "policies/library", "service/storage/migrations"];

rmSync(building, { recursive: true, force: true });
mkdirSync(building, { recursive: true });
// Written first: what changes while the compiler runs is newer than this file.
writeFileSync(path.join(building, ".built"), "");
try {
  const tsc = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "tsc.cmd" : "tsc");
  const compile = (...args) => {
    const { status } = spawnSync(tsc, args, {
      cwd: root,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    if (status !== 0) process.exitCode = status ?? 1;
    return status === 0;
  };
  if (
    compile("-p", "tsconfig.build.json", "--outDir", building) &&
    packageConfigs().every((config) => compile("-p", config))
  ) {
    for (const asset of ASSETS) {
      const from = path.join(root, asset);
      if (!existsSync(from)) continue;
      // Models that a service built from a checkpoint stay where they are.
      const filter = (source) => path.basename(source) !== ".gavel";
      cpSync(from, path.join(building, asset), { recursive: true, filter });
    }
    for (const [, file] of Object.entries(
      JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).bin,
    )) {
      const command = path.join(building, path.relative("dist", file));
      if (existsSync(command)) chmodSync(command, 0o755);
    }
    if (existsSync(path.join(root, "dashboard"))) await buildDashboard(path.join(building, "dashboard"));
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  }
} finally {
  rmSync(building, { recursive: true, force: true });
}

/** The packages that exist here: an image of the service alone is built without them. */
function packageConfigs() {
  const packages = path.join(root, "packages");
  if (!existsSync(packages)) return [];
  return readdirSync(packages)
    .map((name) => path.join("packages", name, "tsconfig.build.json"))
    .filter((config) => existsSync(path.join(root, config)));
}
