/** All benchmarks, one after the other, each in a process of its own. Arguments name some of them. */
import { spawnSync } from "node:child_process";

const ALL = ["service", "engine", "int8", "grammar", "affinity", "remote-engine", "batch", "search"];

const chosen = process.argv.length > 2 ? process.argv.slice(2) : ALL;
for (const name of chosen) {
  if (!ALL.includes(name)) {
    console.error(`no benchmark ${name}; there are: ${ALL.join(", ")}`);
    process.exitCode = 2;
    break;
  }
  console.log(`\n## ${name}\n`);
  const script = new URL(`${name}.bench.ts`, import.meta.url).pathname;
  const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
