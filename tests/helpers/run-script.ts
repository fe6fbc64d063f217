import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface RunningScript {
  readonly process: ChildProcess;
  /** Lines of its standard output so far. */
  readonly lines: readonly string[];
  /** Kills it with SIGKILL, so that it cannot clean up, and waits until it has ended. */
  kill(): Promise<void>;
}

/** Runs a TypeScript file of tests/ in its own process, until it is killed or ends. */
export function runScript(path: string, args: readonly string[]): RunningScript {
  const script = fileURLToPath(new URL(path, new URL("../", import.meta.url)));
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return {
    process: child,
    lines,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
