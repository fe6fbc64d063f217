/** Runs all benchmarks, or those that the arguments name, one after the other, each in its own process. */
import { spawnSync } from "node:child_process";

const ALL = [
  "service",
  "engine",
  "int8",
  "grammar",
  "affinity",
  "remote-engine",
  "batch",
  "search",
  "dashboard",
];

const chosen = process.argv.length > 2 ? process.argv.slice(2) : ALL;
for (const name of chosen) {
  if (!ALL.includes(name)) {
    console.error(`Unknown benchmark ${name}. Choose from: ${ALL.join(", ")}`);
    process.exitCode = 2;
    break;
  }
  console.log(`\n## ${name}\n`);
  const script = new URL(`${name}.bench.ts`, import.meta.url).pathname;
  const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
