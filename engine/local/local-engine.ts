import { createSequence } from "./core/create-sequence.ts";
import { EngineCore } from "./core/engine-core.ts";
import type { Engine, EngineHealth, EngineInfo, GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineAbortedError, EngineUnavailableError } from "../errors.ts";
import { GrammarCache } from "../grammar/grammar-cache.ts";
import type { EngineProgress, LocalOptions } from "./local-options.ts";
import { type OpenedModel, openModel } from "./open-model.ts";

const DEFAULT_GRACE_MS = 5_000;

export interface LocalEngineCallbacks {
  readonly onProgress?: (progress: EngineProgress) => void;
  /** A sentence for the operator: which device was taken and why. */
  readonly onNotice?: (notice: string) => void;
  /** The device is gone, and with it the model: only a new process brings it back. */
  readonly onDeviceLost?: (reason: string) => void;
}

/**
 * A gpt-oss model in the process it is called in. A run on the CPU blocks the event loop for as long as it takes:
 * services use it in a process of its own (engine/local/process).
 */
export class LocalEngine implements Engine {
  readonly #options: LocalOptions;
  readonly #callbacks: LocalEngineCallbacks;
  #state: "new" | "starting" | "ready" | "failed" | "closed" = "new";
  #started: Started | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: LocalOptions, callbacks: LocalEngineCallbacks = {}) {
    this.#options = options;
    this.#callbacks = callbacks;
  }

  async start(): Promise<void> {
    if (this.#state !== "new") {
      throw new EngineUnavailableError("The engine was started before.");
    }
    this.#state = "starting";
    try {
      const model = await openModel(this.#options, this.#callbacks);
      if (this.#closing !== undefined) {
        await model.runner.release();
        throw new EngineUnavailableError("The engine was closed while it started.");
      }
      this.#started = {
        model,
        core: new EngineCore(model.runner, model),
        grammars: new GrammarCache(model.encoding),
      };
      this.#state = "ready";
    } catch (error) {
      this.#state = this.#closing === undefined ? "failed" : "closed";
      throw error;
    }
  }

  info(): EngineInfo {
    const { model, notice, engine, engineVersion, maxContextTokens, maxNumSeqs } = this.#ready().model;
    return {
      model: notice === null ? model : `${model} (${notice})`,
      engine,
      engineVersion,
      warning: notice,
      maxContextTokens,
      maxConcurrency: maxNumSeqs,
    };
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const { core, grammars, model } = this.#ready();
    if (signal.aborted) {
      throw aborted();
    }
    const grammar = grammars.get(request.outputSchema);
    return new Promise((resolve, reject) => {
      const sequence = createSequence<unknown>(request, grammar, model, {
        resolve: (result) => {
          signal.removeEventListener("abort", onAbort);
          resolve(result);
        },
        reject: (error) => {
          signal.removeEventListener("abort", onAbort);
          reject(error);
        },
      });
      function onAbort(): void {
        sequence.aborted = true;
        reject(aborted());
      }
      signal.addEventListener("abort", onAbort, { once: true });
      core.add(sequence);
    });
  }

  /** Runs of the model so far. While requests are running and it does not grow, the model hangs. */
  get steps(): number {
    return this.#started?.core.steps ?? 0;
  }

  health(): EngineHealth {
    switch (this.#state) {
      case "ready":
        return { status: "ready" };
      case "new":
      case "starting":
        return { status: "starting", detail: "The model is being loaded." };
      case "failed":
        return { status: "down", detail: "The model could not be loaded." };
      case "closed":
        return { status: "closed", detail: "The engine is closed." };
    }
  }

  /** A model in this process is lost only with the process: there is nothing to tell. */
  onRestart(): void {}

  close({ graceMs = DEFAULT_GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    if (this.#state !== "starting") {
      this.#state = "closed";
    }
    if (this.#started === undefined) {
      return;
    }
    const { core, model } = this.#started;
    const deadline = setTimeout(() => core.abortAll(aborted()), graceMs);
    await core.idle();
    clearTimeout(deadline);
    await model.runner.release();
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
  readonly core: EngineCore<unknown>;
  readonly grammars: GrammarCache;
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
