import { env, type InferenceSession } from "onnxruntime-node";
import type { Engine, EngineHealth, EngineInfo, GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineAbortedError, EngineUnavailableError } from "../errors.ts";
import type { ModelManifest } from "../graph/model-manifest.ts";
import { createSequence } from "./create-sequence.ts";
import { EngineCore } from "./engine-core.ts";
import { GrammarCache } from "../grammar/grammar-cache.ts";
import { loadModel } from "./load-model.ts";
import type { EngineProgress, OnnxOptions } from "./onnx-options.ts";

const DEFAULT_PREFIX_CACHE_BYTES = 256 * 1024 * 1024;
const DEFAULT_GRACE_MS = 5_000;

/**
 * A gpt-oss model in the process it is called in, through ONNX Runtime. A run blocks the event loop for as
 * long as it takes: services use it in a process of its own (engine/process).
 */
export class OnnxEngine implements Engine {
  readonly #options: OnnxOptions;
  readonly #onProgress: (progress: EngineProgress) => void;
  #state: "new" | "starting" | "ready" | "failed" | "closed" = "new";
  #started: Started | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: OnnxOptions, onProgress: (progress: EngineProgress) => void = () => {}) {
    this.#options = options;
    this.#onProgress = onProgress;
  }

  async start(): Promise<void> {
    if (this.#state !== "new") {
      throw new EngineUnavailableError("The engine was started before.");
    }
    this.#state = "starting";
    try {
      const { session, manifest } = await loadModel(this.#options, this.#onProgress);
      if (this.#closing !== undefined) {
        await session.release();
        throw new EngineUnavailableError("The engine was closed while it started.");
      }
      const { maxNumSeqs, prefixCacheBytes = DEFAULT_PREFIX_CACHE_BYTES } = this.#options;
      const maxContextTokens = Math.min(this.#options.maxContextTokens, manifest.maxPositions);
      this.#started = {
        session,
        manifest,
        maxContextTokens,
        core: new EngineCore(session, manifest, { maxNumSeqs, maxContextTokens, prefixCacheBytes }),
        grammars: new GrammarCache(),
      };
      this.#state = "ready";
    } catch (error) {
      this.#state = this.#closing === undefined ? "failed" : "closed";
      throw error;
    }
  }

  info(): EngineInfo {
    const { manifest, maxContextTokens } = this.#ready();
    const { model, notice } = manifest;
    return {
      model: notice === null ? model : `${model} (${notice})`,
      engine: "onnx",
      engineVersion: `onnxruntime-node ${env.versions.node ?? env.versions.common}`,
      warning: notice,
      maxContextTokens,
      maxConcurrency: this.#options.maxNumSeqs,
    };
  }

  async generate(
    request: GenerateRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const { core, grammars, maxContextTokens } = this.#ready();
    if (signal.aborted) {
      throw aborted();
    }
    const grammar = grammars.get(request.outputSchema);
    return new Promise((resolve, reject) => {
      const sequence = createSequence(request, grammar, maxContextTokens, {
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
    const { core, session } = this.#started;
    const deadline = setTimeout(() => core.abortAll(aborted()), graceMs);
    await core.idle();
    clearTimeout(deadline);
    await session.release();
  }

  #ready(): Started {
    if (this.#state !== "ready" || this.#started === undefined) {
      throw new EngineUnavailableError(`The engine is ${this.health().status}.`);
    }
    return this.#started;
  }
}

interface Started {
  readonly session: InferenceSession;
  readonly manifest: ModelManifest;
  readonly maxContextTokens: number;
  readonly core: EngineCore;
  readonly grammars: GrammarCache;
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
