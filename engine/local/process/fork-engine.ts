import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Forks the engine's process (main.ts). Calls `onLine` with each line it writes to its output. */
export function forkEngine(onLine: (line: string) => void): ChildProcess {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url);
  const child = fork(fileURLToPath(entry), {
    // Typed arrays (token ids) are cloned as they are; JSON would turn them into objects.
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    execArgv: execArgvFor(entry),
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", onLine);
  }
  return child;
}

/** A TypeScript entry needs a loader, which is added if this process runs without one (in tests). */
function execArgvFor(entry: URL): string[] {
  if (!entry.pathname.endsWith(".ts") || process.execArgv.some((argument) => argument.includes("tsx"))) {
    return process.execArgv;
  }
  const loader = createRequire(import.meta.url).resolve("tsx");
  return [...process.execArgv, "--import", pathToFileURL(loader).href];
}
