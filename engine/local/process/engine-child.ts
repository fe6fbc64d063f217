import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { LocalEngineOptions } from "../../create-engine.ts";
import type { EngineInfo, GenerateRequest, GenerateResult } from "../../engine.ts";
import { EngineAbortedError, type EngineError, EngineUnavailableError } from "../../errors.ts";
import type { EngineProgress } from "../local-options.ts";
import { HEARTBEAT_MS, type MessageFromChild, type MessageToChild, PULSE_FD } from "./protocol.ts";
import { fromWireError } from "./wire-error.ts";

export interface EngineChildOptions {
  readonly engine: LocalEngineOptions;
  /** Heartbeats without a run of the model after which a child with work to do counts as hanging. */
  readonly hangingBeats: number;
  /** The same until it is killed. */
  readonly maxIdleBeats: number;
  /** Silence, in heartbeats, until it is killed while it starts: opening a large model blocks it for minutes. */
  readonly maxSilentStartBeats: number;
  readonly onProgress: (progress: EngineProgress) => void;
  readonly onNotice: (notice: string) => void;
  /** Called with what is wrong when the started child does not respond or hangs, and with null when it goes on. */
  readonly onTrouble: (trouble: string | null) => void;
  /** A line that the child wrote to its output. */
  readonly onLog: (line: string) => void;
}

interface Pending {
  readonly resolve: (result: GenerateResult) => void;
  readonly reject: (error: EngineError) => void;
}

/** Ticks without a pulse until a child counts as frozen, and until it is killed. */
const FROZEN_TICKS = 2;
const KILL_FROZEN_TICKS = 20;
/** How long a child that was told to close may take before it is killed. */
const EXIT_GRACE_MS = 3_000;

/** One process with an engine in it, from fork to exit. It is not started again: see SupervisedEngine. */
export class EngineChild {
  /** Settles when the engine has started; rejects with its EngineError, or EngineUnavailableError if it dies before. */
  readonly ready: Promise<EngineInfo>;
  /** Resolves with how the process ended, after everything pending was rejected. */
  readonly exited: Promise<string>;
  readonly #process: ChildProcess;
  readonly #options: EngineChildOptions;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #started = false;
  /** Ticks since something came forward: while it starts any message, then a run of the model or an answer. */
  #idleBeats = 0;
  #steps = 0;
  #trouble: string | null = null;
  /** Null until the first pulse, or until the engine is ready. */
  #ticksWithoutPulse: number | null = null;
  /** Set when the process has ended. */
  #ended: EngineUnavailableError | undefined;
  #onSettled: (() => void) | undefined;
  #onReady: { resolve: (info: EngineInfo) => void; reject: (error: EngineError) => void };

  constructor(options: EngineChildOptions) {
    this.#options = options;
    const entry = new URL(import.meta.url.endsWith(".ts") ? "./child.ts" : "./child.js", import.meta.url);
    this.#process = fork(fileURLToPath(entry), {
      // Typed arrays (token ids) cross as they are; JSON would make objects of them.
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      execArgv: execArgvFor(entry),
    });
    const { promise, ...onReady } = withResolvers<EngineInfo>();
    this.ready = promise;
    this.ready.catch(() => {});
    this.#onReady = onReady;
    this.exited = this.#watchExit();
    this.#process.on("message", (message) => this.#receive(message as MessageFromChild));
    // A message that cannot be delivered finds the process exiting; a failed fork ends up here as well.
    this.#process.on("disconnect", () => this.kill());
    this.#forwardLines(this.#process.stdout);
    this.#forwardLines(this.#process.stderr);
    this.#process.stdio[PULSE_FD]?.on("data", () => {
      this.#ticksWithoutPulse = 0;
      this.#reportTrouble();
    });
    const watch = setInterval(() => {
      this.#checkAlive();
      this.#checkPulse();
      this.#reportTrouble();
    }, HEARTBEAT_MS);
    void this.exited.then(() => clearInterval(watch));
    this.#send({ type: "start", options: options.engine });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Rejects with the engine's EngineError; EngineUnavailableError if the process dies first. */
  generate(request: GenerateRequest, signal: AbortSignal): Promise<GenerateResult> {
    if (signal.aborted) {
      return Promise.reject(aborted());
    }
    if (this.#ended !== undefined) {
      return Promise.reject(this.#ended);
    }
    const id = this.#nextId++;
    const { promise, resolve, reject } = withResolvers<GenerateResult>();
    const onAbort = () => {
      // The entry stays until the child has answered: until then its silence counts.
      this.#send({ type: "abort", id });
      reject(aborted());
    };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#pending.set(id, { resolve, reject });
    this.#send({ type: "generate", id, request });
    return promise.finally(() => signal.removeEventListener("abort", onAbort));
  }

  /** Waits up to `graceMs` for what is pending, fails the rest, and ends the process. */
  async close(graceMs: number): Promise<void> {
    if (this.#pending.size > 0) {
      await Promise.race([this.#settled(), this.exited, delay(graceMs)]);
    }
    for (const { reject } of this.#pending.values()) {
      reject(aborted());
    }
    this.#send({ type: "close" });
    const killing = setTimeout(() => this.kill(), EXIT_GRACE_MS);
    await this.exited;
    clearTimeout(killing);
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  #receive(message: MessageFromChild): void {
    if (message.type !== "heartbeat" || !this.#started || message.steps !== this.#steps) this.#idleBeats = 0;
    switch (message.type) {
      case "progress":
        this.#options.onProgress(message.progress);
        break;
      case "notice":
        this.#options.onNotice(message.notice);
        break;
      case "ready":
        this.#started = true;
        this.#ticksWithoutPulse ??= 0;
        this.#onReady.resolve(message.info);
        break;
      case "start-failed":
        this.#onReady.reject(fromWireError(message.error));
        break;
      case "result":
        this.#settle(message.id)?.resolve(message.result);
        break;
      case "error":
        this.#settle(message.id)?.reject(fromWireError(message.error));
        break;
      case "heartbeat":
        this.#steps = message.steps;
        break;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) {
      this.#onSettled?.();
    }
    return pending;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSettled = resolve;
    });
  }

  /**
   * Counts ticks of our own clock without progress of the child, not the time between: a service that was
   * itself asleep for an hour has missed one beat, not an hour's.
   */
  #checkAlive(): void {
    const working = !this.#started || this.#pending.size > 0;
    this.#idleBeats = working ? this.#idleBeats + 1 : 0;
    const { maxIdleBeats, maxSilentStartBeats } = this.#options;
    if (this.#idleBeats <= (this.#started ? maxIdleBeats : maxSilentStartBeats)) return;
    this.#options.onLog("The engine process has work and makes no progress, and is killed.");
    this.kill();
  }

  #checkPulse(): void {
    if (this.#ticksWithoutPulse === null) return;
    this.#ticksWithoutPulse += 1;
    if (this.#ticksWithoutPulse !== KILL_FROZEN_TICKS) return;
    this.#options.onLog("The engine process is frozen and is killed.");
    this.kill();
  }

  #reportTrouble(): void {
    const trouble = this.#findTrouble();
    if (trouble === this.#trouble || this.#ended !== undefined) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }

  #findTrouble(): string | null {
    if (!this.#started) return null;
    if ((this.#ticksWithoutPulse ?? 0) >= FROZEN_TICKS) return "The engine process does not respond.";
    const hangs = this.#idleBeats >= this.#options.hangingBeats;
    return hangs ? "The engine process has work and makes no progress." : null;
  }

  #watchExit(): Promise<string> {
    return new Promise((resolve) => {
      const onEnd = (how: string) => {
        const error = new EngineUnavailableError(`The engine process ended (${how}).`);
        this.#ended = error;
        this.#onReady.reject(error);
        for (const id of [...this.#pending.keys()]) {
          this.#settle(id)?.reject(error);
        }
        resolve(how);
      };
      this.#process.once("exit", (code, signal) => onEnd(signal ?? `exit code ${code}`));
      this.#process.on("error", (error) => {
        // Emitted for a failed fork, which has no exit event, and for messages to a process that is gone.
        if (this.#process.pid === undefined) {
          onEnd(error.message);
        }
      });
    });
  }

  #forwardLines(stream: Readable | null): void {
    if (stream !== null) {
      createInterface({ input: stream }).on("line", this.#options.onLog);
    }
  }

  #send(message: MessageToChild): void {
    if (this.#process.connected) {
      this.#process.send(message, () => {});
    }
  }
}

/** From TypeScript sources the child needs the loader; where this process was not started with it (tests), add it. */
function execArgvFor(entry: URL): string[] {
  if (!entry.pathname.endsWith(".ts") || process.execArgv.some((argument) => argument.includes("tsx"))) {
    return process.execArgv;
  }
  const loader = createRequire(import.meta.url).resolve("tsx");
  return [...process.execArgv, "--import", pathToFileURL(loader).href];
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: EngineError) => void;
  const promise = new Promise<T>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  return { promise, resolve, reject };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
