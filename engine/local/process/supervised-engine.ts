import type { LocalEngineOptions } from "../../create-engine.ts";
import type { Engine, EngineHealth, EngineInfo, GenerateRequest, GenerateResult } from "../../engine.ts";
import { EngineError, EngineUnavailableError } from "../../errors.ts";
import { pause } from "../../waiting/pause.ts";
import type { EngineProgress } from "../local-options.ts";
import { EngineChild } from "./engine-child.ts";
import { HEARTBEAT_MS } from "./protocol.ts";

export interface SupervisorOptions {
  /** Called while a long step of starting goes on. */
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Called with a sentence for the operator at each start: which device was taken and why. */
  readonly onNotice?: (notice: string) => void;
  /** Called with each line the engine's process writes, and with what happens to that process. */
  readonly onLog?: (line: string) => void;
  /** A child that has work and ends no run of the model for so long counts as hanging: it is asked nothing more. */
  readonly hangingMs?: number;
  /** The same until it is killed. One run of the model must be shorter. */
  readonly maxIdleMs?: number;
}

const DEFAULT_HANGING_MS = 30_000;
const DEFAULT_MAX_IDLE_MS = 5 * 60_000;
/** Opening a model of tens of gigabytes from a slow disk is one silent call. */
const MAX_START_SILENCE_MS = 30 * 60_000;
const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 30_000;
/** A process that dies this often before it has ever answered will not get better. */
const MAX_FIRST_STARTS = 3;
const DEFAULT_GRACE_MS = 5_000;

/**
 * An engine in a process of its own. When that process ends, however it ends, what was running rejects with
 * EngineUnavailableError (retryable) and the process is started again, later each time while nothing succeeds.
 * Requests in between reject at once with the same error: whoever asks has a queue to wait in.
 */
export class SupervisedEngine implements Engine {
  readonly #engine: LocalEngineOptions;
  readonly #options: SupervisorOptions;
  readonly #listeners: (() => void)[] = [];
  readonly #closed = new AbortController();
  #child: EngineChild | undefined;
  #info: EngineInfo | undefined;
  #health: EngineHealth = { status: "starting", detail: "The engine was not started." };
  /** Ends of the process since a request last succeeded. */
  #failures = 0;
  #closing: Promise<void> | undefined;

  constructor(engine: LocalEngineOptions, options: SupervisorOptions = {}) {
    this.#engine = engine;
    this.#options = options;
  }

  async start(): Promise<void> {
    if (this.#child !== undefined || this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine was started before.");
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#startChild();
        return;
      } catch (error) {
        const hopeless = !(error instanceof EngineError && error.retryable) || attempt === MAX_FIRST_STARTS;
        this.#fail(error);
        if (hopeless) {
          throw error;
        }
        await this.#backOff();
      }
    }
  }

  info(): EngineInfo {
    if (this.#info === undefined) {
      throw new EngineUnavailableError("The engine has not started yet.");
    }
    return this.#info;
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    if (this.#health.status !== "ready" || this.#child === undefined) {
      throw new EngineUnavailableError(`The engine is ${this.#health.status}.`);
    }
    const result = await this.#child.generate(request, signal);
    this.#failures = 0;
    return result;
  }

  health(): EngineHealth {
    return this.#health;
  }

  onRestart(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The engine's process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#health.status === "ready" ? this.#child?.pid : undefined;
  }

  close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    this.#health = { status: "closed", detail: "The engine is closed." };
    this.#closed.abort();
    await this.#child?.close(graceMs);
  }

  async #startChild(): Promise<void> {
    if (this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine is closed.");
    }
    this.#health = { status: "starting", detail: "The engine process is starting." };
    const child = new EngineChild({
      engine: this.#engine,
      hangingBeats: beats(this.#options.hangingMs ?? DEFAULT_HANGING_MS),
      maxIdleBeats: beats(this.#options.maxIdleMs ?? DEFAULT_MAX_IDLE_MS),
      maxSilentStartBeats: beats(MAX_START_SILENCE_MS),
      onProgress: this.#options.onProgress ?? (() => {}),
      onNotice: this.#options.onNotice ?? (() => {}),
      onLog: this.#options.onLog ?? (() => {}),
      onTrouble: (trouble) => this.#onTrouble(child, trouble),
    });
    this.#child = child;
    try {
      this.#info = await child.ready;
    } catch (error) {
      child.kill();
      await child.exited;
      throw error;
    }
    if (this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine was closed while it started.");
    }
    this.#health = { status: "ready" };
    void child.exited.then((how) => this.#closing ?? this.#restart(how));
  }

  /** Nothing is asked of a child that is frozen or hangs. It may go on, or is killed and started again. */
  #onTrouble(child: EngineChild, trouble: string | null): void {
    if (this.#child !== child || (this.#health.status !== "ready" && this.#health.status !== "down")) return;
    if (trouble !== null) this.#fail(new EngineUnavailableError(trouble));
    else this.#health = { status: "ready" };
  }

  async #restart(how: string): Promise<void> {
    this.#fail(new EngineUnavailableError(`The engine process ended (${how}); it is started again.`));
    while (!(await this.#startAgain())) {
      if (this.#closing !== undefined) {
        return;
      }
    }
    this.#listeners.forEach((listener) => listener());
  }

  async #startAgain(): Promise<boolean> {
    await this.#backOff();
    try {
      await this.#startChild();
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Waits; returns early when the engine is closed. */
  async #backOff(): Promise<void> {
    const milliseconds = Math.min(FIRST_BACKOFF_MS * 2 ** this.#failures, MAX_BACKOFF_MS);
    this.#failures += 1;
    await pause(milliseconds, this.#closed.signal);
  }

  #fail(error: unknown): void {
    if (this.#closing === undefined) {
      const detail =
        error instanceof EngineError ? error.message : "The engine process could not be started.";
      this.#health = { status: "down", detail };
      this.#options.onLog?.(detail);
    }
  }
}

function beats(milliseconds: number): number {
  return Math.ceil(milliseconds / HEARTBEAT_MS);
}
