import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

const STOP_TIMEOUT_MS = 10_000;

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface ServerProcess {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a server for a test and waits until `isReady`; it ends with this process at the latest. */
export async function startServer(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly isReady: () => Promise<void>; readonly stopSignal?: NodeJS.Signals },
): Promise<ServerProcess> {
  const { isReady, stopSignal = "SIGTERM", ...spawnOptions } = options;
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], ...spawnOptions });
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  let failure: string | null = null;
  child.on("error", (error) => (failure = error.message));
  child.on("exit", (code) => (failure ??= `it ended with code ${code}`));
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (failure !== null) throw new Error(`${command} did not start: ${failure}\n${log}`);
    try {
      await isReady();
      break;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${command} did not become ready\n${log}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const stop = async (): Promise<void> => {
    process.off("exit", killWithUs);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    // A test may have left it stopped.
    child.kill("SIGCONT");
    child.kill(stopSignal);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  };
  return { process: child, stop };
}
