import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ModelServerOptions, RecordedRequest } from "./options.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

export type ToServer =
  | { readonly kind: "seen"; readonly id: number }
  | { readonly kind: "running?" | "terminate" | "stop" };

export type FromServer =
  | { readonly kind: "ready"; readonly url: string }
  | { readonly kind: "request"; readonly id: number; readonly request: RecordedRequest }
  | { readonly kind: "running"; readonly count: number }
  | { readonly kind: "terminating" };

export interface ModelServer {
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Generations that have or wait for a slot now. */
  running(): Promise<number>;
  /**
   * As llama.cpp's server handles SIGTERM: refuses connections from now on, stops computing, and waits for its clients
   * to disconnect.
   */
  terminate(): Promise<void>;
  /** SIGSTOP freezes it, SIGCONT continues it, SIGKILL ends it. */
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/**
 * A model server on the loopback that really generates: the small untrained test model with the wire of a real server,
 * in a separate process (a run of the model blocks its event loop). Its tokens are the model's; only the frame of a
 * message is given (see habits.ts). Ready in about two seconds.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), [JSON.stringify(options)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const requests: RecordedRequest[] = [];
  const waiting: ((count: number) => void)[] = [];
  let terminating: () => void = () => {};
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  const tell = (message: ToServer): void => void (child.connected && child.send(message));
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);

  const url = await new Promise<string>((resolve, reject) => {
    const fail = (): void => {
      child.kill("SIGKILL");
      reject(new Error(`the model server did not start\n${log}`));
    };
    const timer = setTimeout(fail, START_TIMEOUT_MS);
    child.once("exit", fail);
    child.on("message", (message: FromServer) => {
      if (message.kind === "request") {
        requests.push(message.request);
        tell({ kind: "seen", id: message.id });
      } else if (message.kind === "running") {
        waiting.shift()?.(message.count);
      } else if (message.kind === "terminating") {
        terminating();
      } else {
        clearTimeout(timer);
        child.off("exit", fail);
        resolve(message.url);
      }
    });
  });

  return {
    url,
    requests,
    running: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tell({ kind: "running?" });
      }),
    terminate: () =>
      new Promise((resolve) => {
        terminating = resolve;
        tell({ kind: "terminate" });
      }),
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      // A frozen process handles no signal.
      child.kill("SIGCONT");
      process.off("exit", killWithUs);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      tell({ kind: "stop" });
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
