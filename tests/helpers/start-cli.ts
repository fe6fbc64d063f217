import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface RunningCli {
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves with the exit code once the process has ended; null if a signal ended it. */
  ended(): Promise<number | null>;
  /** Sends a signal, and resolves as `ended` does. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs the gavel command from its source in its own process. */
export function startCli(argv: readonly string[], env: Readonly<Record<string, string>>): RunningCli {
  const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main, ...argv], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    process: child,
    output: () => output,
    ended: () => ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
