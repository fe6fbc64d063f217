// Compiles to dist/ and puts the files that are read at run time beside the compiled ones. The result appears
// under its name only when it is complete, so a build that was interrupted is never taken for a finished one.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(root, "dist");
const building = path.join(root, ".cache", `build-${process.pid}`);
const ASSETS = ["policies/library", "service/storage/migrations"];

rmSync(building, { recursive: true, force: true });
mkdirSync(building, { recursive: true });
// Written first: what changes while the compiler runs is newer than this file.
writeFileSync(path.join(building, ".built"), "");
try {
  const tsc = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "tsc.cmd" : "tsc");
  const { status } = spawnSync(tsc, ["-p", "tsconfig.build.json", "--outDir", building], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exitCode = status ?? 1;
  else {
    for (const asset of ASSETS) {
      const from = path.join(root, asset);
      if (existsSync(from)) cpSync(from, path.join(building, asset), { recursive: true });
    }
    for (const [, file] of Object.entries(
      JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).bin,
    )) {
      const command = path.join(building, path.relative("dist", file));
      if (existsSync(command)) chmodSync(command, 0o755);
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  }
} finally {
  rmSync(building, { recursive: true, force: true });
}
