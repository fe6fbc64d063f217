import type {
  Engine,
  EngineHealth,
  EngineInfo,
  EngineLoad,
  GenerateRequest,
  GenerateResult,
} from "../../engine.ts";
import { EngineError, EngineUnavailableError } from "../../errors.ts";
import { IDLE_LOAD } from "../../idle-load.ts";
import { pause } from "../../waiting/pause.ts";
import type { EngineEvents } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { EngineProcess } from "./engine-process.ts";
import { HEARTBEAT_MS } from "./protocol.ts";

export interface SupervisorOptions extends Pick<EngineEvents, "onProgress" | "onNotice"> {
  /** Called with each line that the engine's process writes, and with a message whenever that process fails. */
  readonly onLog?: (line: string) => void;
  /** An engine that has work and finishes no run of the model for this long counts as hanging: it gets no requests. */
  readonly hangingMs?: number;
  /** The same, after which it is killed. A single run of the model must be shorter. */
  readonly maxIdleMs?: number;
}

const DEFAULT_HANGING_MS = 30_000;
const DEFAULT_MAX_IDLE_MS = 5 * 60_000;
/** Opening a model of tens of gigabytes from a slow disk is one call that blocks and sends nothing. */
const MAX_START_SILENCE_MS = 30 * 60_000;
const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 30_000;
/** A process that ends this often during the first start is not going to succeed. */
const MAX_FIRST_STARTS = 3;
const DEFAULT_GRACE_MS = 5_000;

/**
 * An engine in its own process, which is restarted whenever it ends.
 *
 * Running requests then reject with EngineUnavailableError (retryable), and so do new ones until the engine is ready
 * again: the caller has a queue for them. Restarts back off exponentially until a request succeeds.
 */
export class SupervisedEngine implements Engine {
  readonly #model: LocalOptions;
  readonly #options: SupervisorOptions;
  readonly #listeners: (() => void)[] = [];
  readonly #closed = new AbortController();
  #process: EngineProcess | undefined;
  #info: EngineInfo | undefined;
  #health: EngineHealth = { status: "starting", detail: "The engine has not been started." };
  /** Failed starts and exits since a request last succeeded. */
  #failures = 0;
  #closing: Promise<void> | undefined;

  constructor(model: LocalOptions, options: SupervisorOptions = {}) {
    this.#model = model;
    this.#options = options;
  }

  async start(): Promise<void> {
    if (this.#process !== undefined || this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine was already started.");
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#startProcess();
      } catch (error) {
        this.#fail(error);
        const retryable = error instanceof EngineError && error.retryable;
        if (!retryable || attempt === MAX_FIRST_STARTS) throw error;
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
    if (this.#health.status !== "ready" || this.#process === undefined) {
      throw new EngineUnavailableError(`The engine is ${this.#health.status}.`);
    }
    const result = await this.#process.generate(request, signal);
    this.#failures = 0;
    return result;
  }

  health(): EngineHealth {
    return this.#health;
  }

  /** As of the process's last heartbeat. */
  load(): EngineLoad {
    return this.#health.status === "ready" && this.#process !== undefined ? this.#process.load : IDLE_LOAD;
  }

  onRestart(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The id of the engine's process; undefined unless the engine is ready. */
  get pid(): number | undefined {
    return this.#health.status === "ready" ? this.#process?.pid : undefined;
  }

  close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    this.#health = { status: "closed", detail: "The engine is closed." };
    this.#closed.abort();
    await this.#process?.close(graceMs);
  }

  async #startProcess(): Promise<void> {
    if (this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine is closed.");
    }
    this.#health = { status: "starting", detail: "The engine process is starting." };
    const engine = new EngineProcess({
      model: this.#model,
      limits: {
        hangingTicks: ticks(this.#options.hangingMs ?? DEFAULT_HANGING_MS),
        maxIdleTicks: ticks(this.#options.maxIdleMs ?? DEFAULT_MAX_IDLE_MS),
        maxSilentStartTicks: ticks(MAX_START_SILENCE_MS),
      },
      events: this.#options,
      onLog: (line) => this.#options.onLog?.(line),
      onTrouble: (trouble) => this.#onTrouble(engine, trouble),
    });
    this.#process = engine;
    try {
      this.#info = await engine.ready;
    } catch (error) {
      engine.kill();
      await engine.exited;
      throw error;
    }
    if (this.#closing !== undefined) {
      throw new EngineUnavailableError("The engine was closed while it started.");
    }
    this.#health = { status: "ready" };
    void engine.exited.then((how) => this.#closing ?? this.#restart(how));
  }

  /** An engine that is frozen or hangs gets no requests until it recovers or is killed and restarted. */
  #onTrouble(engine: EngineProcess, trouble: string | null): void {
    if (this.#process !== engine || (this.#health.status !== "ready" && this.#health.status !== "down")) {
      return;
    }
    if (trouble !== null) this.#fail(new EngineUnavailableError(trouble));
    else this.#health = { status: "ready" };
  }

  async #restart(how: string): Promise<void> {
    this.#fail(new EngineUnavailableError(`The engine process ended (${how}) and is being restarted.`));
    while (!(await this.#tryRestart())) {
      if (this.#closing !== undefined) return;
    }
    this.#listeners.forEach((listener) => listener());
  }

  async #tryRestart(): Promise<boolean> {
    await this.#backOff();
    try {
      await this.#startProcess();
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
    if (this.#closing !== undefined) return;
    const detail = error instanceof EngineError ? error.message : "The engine process could not be started.";
    this.#health = { status: "down", detail };
    this.#options.onLog?.(detail);
  }
}

function ticks(milliseconds: number): number {
  return Math.ceil(milliseconds / HEARTBEAT_MS);
}
