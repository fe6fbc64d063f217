import type { ChildProcess } from "node:child_process";
import type { EngineInfo, EngineLoad, GenerateRequest, GenerateResult } from "../../engine.ts";
import { EngineAbortedError, EngineUnavailableError } from "../../errors.ts";
import { IDLE_LOAD } from "../../idle-load.ts";
import type { EngineEvents } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { withResolvers } from "../with-resolvers.ts";
import { forkEngine } from "./fork-engine.ts";
import { HEARTBEAT_MS, type MessageFromEngine, type MessageToEngine, PULSE_FD } from "./protocol.ts";
import { Watchdog, type WatchdogLimits } from "./watchdog.ts";
import { fromWireError } from "./wire-error.ts";

export interface EngineProcessOptions {
  readonly model: LocalOptions;
  readonly limits: WatchdogLimits;
  readonly events: Pick<EngineEvents, "onProgress" | "onNotice">;
  readonly onLog: (line: string) => void;
  /** Called with what is wrong when the started engine does not respond or hangs, and with null when it recovers. */
  readonly onTrouble: (trouble: string | null) => void;
}

type Request = Pick<ReturnType<typeof withResolvers<GenerateResult>>, "resolve" | "reject">;

/** How long a closed process may take to exit before it is killed. */
const EXIT_GRACE_MS = 3_000;

/** One process that runs an engine, from fork to exit. SupervisedEngine restarts it. */
export class EngineProcess {
  /**
   * Resolves when the engine has started. Rejects with its EngineError, or EngineUnavailableError if the process ends
   * first.
   */
  readonly ready: Promise<EngineInfo>;
  /** Resolves with how the process ended, after all its requests were rejected. */
  readonly exited: Promise<string>;
  readonly #options: EngineProcessOptions;
  readonly #child: ChildProcess;
  readonly #watchdog: Watchdog;
  readonly #start = withResolvers<EngineInfo>();
  readonly #requests = new Map<number, Request>();
  #load = IDLE_LOAD;
  #nextId = 1;
  #trouble: string | null = null;
  #ended: EngineUnavailableError | undefined;
  #onDrained: (() => void) | undefined;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
    this.#watchdog = new Watchdog(options.limits);
    this.#child = forkEngine(options.onLog);
    this.ready = this.#start.promise;
    this.ready.catch(() => {});
    this.exited = this.#watchExit();
    this.#child.on("message", (message) => this.#receive(message as MessageFromEngine));
    // The channel also closes when a fork fails, and a message to a process that is exiting cannot be delivered.
    this.#child.on("disconnect", () => this.kill());
    this.#child.stdio[PULSE_FD]?.on("data", () => {
      this.#watchdog.pulse();
      this.#reportTrouble();
    });
    const timer = setInterval(() => this.#tick(), HEARTBEAT_MS);
    void this.exited.then(() => clearInterval(timer));
    this.#send({ type: "start", options: options.model });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** As of its last heartbeat. */
  get load(): EngineLoad {
    return this.#load;
  }

  /** Rejects with the engine's EngineError, or EngineUnavailableError if the process ends first. */
  generate(request: GenerateRequest, signal: AbortSignal): Promise<GenerateResult> {
    if (signal.aborted) return Promise.reject(aborted());
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    const { promise, resolve, reject } = withResolvers<GenerateResult>();
    const onAbort = () => {
      // The entry stays until the engine settles it: until then the watchdog counts it as work.
      this.#send({ type: "abort", id });
      reject(aborted());
    };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#requests.set(id, { resolve, reject });
    this.#send({ type: "generate", id, request });
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** Waits up to `graceMs` for running requests, aborts the rest, and ends the process. */
  async close(graceMs: number): Promise<void> {
    if (this.#requests.size > 0) {
      const drained = new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
      await Promise.race([drained, this.exited, delay(graceMs)]);
    }
    for (const { reject } of this.#requests.values()) {
      reject(aborted());
    }
    this.#send({ type: "close" });
    const killing = setTimeout(() => this.kill(), EXIT_GRACE_MS);
    await this.exited;
    clearTimeout(killing);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #receive(message: MessageFromEngine): void {
    if (message.type === "heartbeat") {
      this.#load = message.load;
      return this.#watchdog.heartbeat(message.steps);
    }
    this.#watchdog.message();
    switch (message.type) {
      case "progress":
        return this.#options.events.onProgress?.(message.progress);
      case "notice":
        return this.#options.events.onNotice?.(message.notice);
      case "ready":
        this.#watchdog.started();
        return this.#start.resolve(message.info);
      case "start-failed":
        return this.#start.reject(fromWireError(message.error));
      case "result":
        return this.#settle(message.id)?.resolve(message.result);
      case "error":
        return this.#settle(message.id)?.reject(fromWireError(message.error));
    }
  }

  #settle(id: number): Request | undefined {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    if (this.#requests.size === 0) this.#onDrained?.();
    return request;
  }

  #tick(): void {
    const fatal = this.#watchdog.tick(this.#requests.size > 0);
    if (fatal !== null) {
      this.#options.onLog(`${fatal} and is killed.`);
      this.kill();
    }
    this.#reportTrouble();
  }

  #reportTrouble(): void {
    const { trouble } = this.#watchdog;
    if (trouble === this.#trouble || this.#ended !== undefined) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }

  #watchExit(): Promise<string> {
    return new Promise((resolve) => {
      const onEnd = (how: string) => {
        const error = new EngineUnavailableError(`The engine process ended (${how}).`);
        this.#ended = error;
        this.#start.reject(error);
        for (const id of [...this.#requests.keys()]) {
          this.#settle(id)?.reject(error);
        }
        resolve(how);
      };
      this.#child.once("exit", (code, signal) => onEnd(signal ?? `exit code ${code}`));
      this.#child.on("error", (error) => {
        // Also emitted for messages to a process that has ended. A failed fork has no pid, and no exit event.
        if (this.#child.pid === undefined) onEnd(error.message);
      });
    });
  }

  #send(message: MessageToEngine): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
