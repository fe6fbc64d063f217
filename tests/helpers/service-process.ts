import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const START_TIMEOUT_MS = 120_000;

export interface ServiceProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything the process printed, to show if a test fails. */
  output(): string;
  /** SIGKILL: it cannot clean up. */
  kill(): Promise<void>;
  /** SIGTERM, as from an orchestrator. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts an entry point of the service from its source, and resolves when it is ready. */
export async function startServiceProcess(
  entry: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", entry, ...args], {
    cwd: ROOT,
    env: { ...withoutGavel(process.env), HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${entry} was not ready in time:\n${output}`)),
      START_TIMEOUT_MS,
    );
    let known = false;
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      if (known) return;
      const ready = /"url":"(http:[^"]+)"[^\n]*"msg":"ready"/.exec(output);
      if (ready?.[1] === undefined) return;
      known = true;
      clearTimeout(timer);
      resolve(ready[1]);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`${entry} ended with ${String(code)} before it was ready:\n${output}`));
    });
  });
  const stopWith = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  try {
    return {
      url: await url,
      process: child,
      output: () => output,
      kill: async () => void (await stopWith("SIGKILL")),
      stop: () => stopWith("SIGTERM"),
    };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** The environment of the test run must not reach the service under test. */
function withoutGavel(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(GAVEL_|DATABASE_URL$|REDIS_URL$|DATA_DIR$|HOST$|PORT$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}
