import type {
  Engine,
  EngineHealth,
  EngineInfo,
  EngineLoad,
  GenerateRequest,
  GenerateResult,
} from "../engine.ts";
import { EngineUnavailableError } from "../errors.ts";
import { IDLE_LOAD } from "../idle-load.ts";
import type { EngineEvents } from "./engine-events.ts";
import type { LocalOptions } from "./local-options.ts";
import { ModelSession } from "./model-session.ts";
import { openModel } from "./open-model.ts";
import type { OpenedModel } from "./opened-model.ts";

const DEFAULT_GRACE_MS = 5_000;

/**
 * A gpt-oss model in the calling process.
 *
 * A run on the CPU blocks the event loop until it ends, so services run it in a separate process
 * (engine/local/process).
 */
export class LocalEngine implements Engine {
  readonly #options: LocalOptions;
  readonly #events: EngineEvents;
  #state: "new" | "starting" | "ready" | "failed" | "closed" = "new";
  #started: Started | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: LocalOptions, events: EngineEvents = {}) {
    this.#options = options;
    this.#events = events;
  }

  async start(): Promise<void> {
    if (this.#state !== "new") {
      throw new EngineUnavailableError("The engine was already started.");
    }
    this.#state = "starting";
    try {
      const model = await openModel(this.#options, this.#events);
      if (this.#closing !== undefined) {
        await model.runner.release();
        throw new EngineUnavailableError("The engine was closed while it started.");
      }
      this.#started = { model, session: new ModelSession(model) };
      this.#state = "ready";
    } catch (error) {
      this.#state = this.#closing === undefined ? "failed" : "closed";
      throw error;
    }
  }

  info(): EngineInfo {
    const { model, weightsSha256, notice, engine, engineVersion, maxContextTokens, maxNumSeqs } =
      this.#ready().model;
    return {
      model: notice === null ? model : `${model} (${notice})`,
      weightsSha256,
      engine,
      engineVersion,
      warning: notice,
      maxContextTokens,
      maxConcurrency: maxNumSeqs,
    };
  }

  async generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    return this.#ready().session.generate(request, options);
  }

  /** Finished runs of the model. If it does not grow while requests are running, the model hangs. */
  get steps(): number {
    return this.#started?.session.steps ?? 0;
  }

  health(): EngineHealth {
    switch (this.#state) {
      case "ready":
        return { status: "ready" };
      case "new":
      case "starting":
        return { status: "starting", detail: "The model is loading." };
      case "failed":
        return { status: "down", detail: "The model could not be loaded." };
      case "closed":
        return { status: "closed", detail: "The engine is closed." };
    }
  }

  load(): EngineLoad {
    return this.#started?.session.load() ?? IDLE_LOAD;
  }

  /** Never calls the listener: a model in this process is lost only with the process. */
  onRestart(): void {}

  close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    if (this.#state !== "starting") {
      this.#state = "closed";
    }
    if (this.#started === undefined) return;
    await this.#started.session.drain(graceMs);
    await this.#started.model.runner.release();
  }

  #ready(): Started {
    if (this.#state !== "ready" || this.#started === undefined) {
      throw new EngineUnavailableError(`The engine is ${this.health().status}.`);
    }
    return this.#started;
  }
}

interface Started {
  readonly model: OpenedModel;
  readonly session: ModelSession;
}
