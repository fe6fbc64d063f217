import { env, type InferenceSession } from "onnxruntime-node";
import type { Engine, EngineHealth, EngineInfo, GenerateRequest, GenerateResult } from "../engine.ts";
import { EngineAbortedError, EngineError, EngineFailedError, EngineUnavailableError } from "../errors.ts";
import type { ModelManifest } from "../graph/model-manifest.ts";
import { createSequence } from "./create-sequence.ts";
import { GrammarCache } from "./grammar-cache.ts";
import { KvCache } from "./kv-cache.ts";
import { loadModel } from "./load-model.ts";
import { ModelRunner } from "./model-runner.ts";
import type { EngineProgress, OnnxOptions } from "./onnx-options.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { type Chunk, Scheduler } from "./scheduler.ts";
import type { Sequence } from "./sequence.ts";

/** Prompt tokens computed in one run: enough to keep the cores busy, few enough to let decoding go on between. */
const CHUNK_TOKENS = 512;
const DEFAULT_PREFIX_CACHE_BYTES = 256 * 1024 * 1024;
const DEFAULT_GRACE_MS = 5_000;

/**
 * A gpt-oss model in the process it is called in, through ONNX Runtime. A run blocks the event loop for as
 * long as it takes: services use it in a process of its own (engine/process).
 */
export class OnnxEngine implements Engine {
  readonly #options: OnnxOptions;
  readonly #onProgress: (progress: EngineProgress) => void;
  readonly #grammars = new GrammarCache();
  readonly #prefixCache: PrefixCache;
  #state: "new" | "starting" | "ready" | "failed" | "closed" = "new";
  #model: Model | undefined;
  #looping = false;
  #onIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: OnnxOptions, onProgress: (progress: EngineProgress) => void = () => {}) {
    this.#options = options;
    this.#onProgress = onProgress;
    this.#prefixCache = new PrefixCache(options.prefixCacheBytes ?? DEFAULT_PREFIX_CACHE_BYTES);
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
      this.#model = this.#createModel(session, manifest);
      this.#state = "ready";
    } catch (error) {
      this.#state = this.#closing === undefined ? "failed" : "closed";
      throw error;
    }
  }

  info(): EngineInfo {
    const { manifest } = this.#readyModel();
    const { model, notice } = manifest;
    return {
      model: notice === null ? model : `${model} (${notice})`,
      engine: "onnx",
      engineVersion: `onnxruntime-node ${env.versions.node ?? env.versions.common}`,
      warning: notice,
      maxContextTokens: Math.min(this.#options.maxContextTokens, manifest.maxPositions),
      maxConcurrency: this.#options.maxNumSeqs,
    };
  }

  async generate(request: GenerateRequest, { signal }: { readonly signal: AbortSignal }): Promise<GenerateResult> {
    const { scheduler } = this.#readyModel();
    if (signal.aborted) {
      throw aborted();
    }
    const grammar = this.#grammars.get(request.outputSchema);
    return new Promise((resolve, reject) => {
      const sequence = createSequence(request, grammar, this.info().maxContextTokens, {
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
      scheduler.add(sequence);
      void this.#loop();
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
    const model = this.#model;
    if (model === undefined) {
      return;
    }
    const deadline = setTimeout(() => {
      for (const sequence of [...model.scheduler.running, ...model.scheduler.waiting]) {
        sequence.aborted = true;
        sequence.reject(aborted());
      }
    }, graceMs);
    if (this.#looping) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    clearTimeout(deadline);
    await model.session.release();
  }

  #readyModel(): Model {
    if (this.#state !== "ready" || this.#model === undefined) {
      const { detail } = this.health() as { detail?: string };
      throw new EngineUnavailableError(detail ?? "The engine is not ready.");
    }
    return this.#model;
  }

  #createModel(session: InferenceSession, manifest: ModelManifest): Model {
    const { maxNumSeqs, maxContextTokens } = this.#options;
    const kv = new KvCache<Sequence>(
      { layers: manifest.layers, kvHeads: manifest.kvHeads, headDim: manifest.headDim, dtype: manifest.activation },
      { slots: maxNumSeqs, maxTokens: Math.min(maxContextTokens, manifest.maxPositions) },
    );
    const scheduler = new Scheduler<Sequence>({
      maxNumSeqs,
      maxBatchedTokens: CHUNK_TOKENS + maxNumSeqs,
      onAdmit: (sequence) => this.#admit(sequence),
    });
    const runner = new ModelRunner(session, kv, manifest.vocabSize);
    return { session, manifest, kv, scheduler, runner };
  }

  async #loop(): Promise<void> {
    if (this.#looping) {
      return;
    }
    this.#looping = true;
    while (this.#model!.scheduler.hasWork) {
      await this.#step();
    }
    this.#looping = false;
    this.#onIdle?.();
  }

  /** Schedule, run, update. Sequences come and go only here, so that no run sees its slots move. */
  async #step(): Promise<void> {
    const { scheduler } = this.#model!;
    for (const sequence of [...scheduler.running, ...scheduler.waiting].filter(({ aborted }) => aborted)) {
      this.#remove(sequence);
    }
    const { chunks, decode } = scheduler.schedule();
    for (const chunk of chunks) {
      await this.#guard([chunk.sequence], () => this.#runChunk(chunk));
    }
    if (decode.length > 0) {
      await this.#guard(decode, () => this.#runDecode(decode));
    }
  }

  async #runChunk({ sequence, tokens }: Chunk<Sequence>): Promise<void> {
    const { runner } = this.#model!;
    const start = sequence.computedTokens;
    const logits = await runner.extend(sequence.slot, sequence.tokens.slice(start, start + tokens), start);
    sequence.computedTokens += tokens;
    if (sequence.computedTokens === sequence.sharedTokens) {
      this.#keepPrefix(sequence);
    }
    this.#update(sequence, logits);
  }

  /**
   * One token for each of `sequences`. The batch is one piece of memory, so it also holds what lies in slots
   * between them: those compute their next token too, but do not count it and will compute it again.
   */
  async #runDecode(sequences: readonly Sequence[]): Promise<void> {
    const { runner, kv } = this.#model!;
    const slots = sequences.map(({ slot }) => slot);
    const rows = kv.holders.slice(0, Math.max(...slots) + 1).map(({ tokens, computedTokens }) => ({
      token: tokens[computedTokens]!,
      position: computedTokens,
    }));
    const logits = await runner.decode(rows);
    for (const sequence of sequences) {
      sequence.computedTokens += 1;
    }
    for (const [index, sequence] of sequences.entries()) {
      await this.#guard([sequence], () => this.#update(sequence, logits[slots[index]!]!));
    }
  }

  /** Appends the next token, if this is the place for it, and takes the sequence out when it is complete. */
  #update(sequence: Sequence, logits: Float32Array): void {
    const { decoding } = sequence;
    if (sequence.computedTokens < sequence.totalTokens) {
      return;
    }
    sequence.tokens.push(...decoding.advance(logits));
    if (!decoding.done) {
      return;
    }
    this.#remove(sequence);
    sequence.resolve({
      reasoning: decoding.reasoning,
      final: decoding.answer,
      usage: {
        promptTokens: sequence.promptTokens,
        cachedTokens: sequence.cachedTokens,
        reasoningTokens: decoding.reasoningTokens,
        completionTokens: decoding.completionTokens,
      },
      labelLogprobs: decoding.labelLogprobs,
    });
  }

  /** What goes wrong in `run` fails these sequences and no others. */
  async #guard(sequences: readonly Sequence[], run: () => void | Promise<void>): Promise<void> {
    try {
      await run();
    } catch (cause) {
      const error =
        cause instanceof EngineError
          ? cause
          : new EngineFailedError("The engine failed while decoding.", { cause, retryable: false });
      for (const sequence of sequences) {
        this.#remove(sequence);
        sequence.reject(error);
      }
    }
  }

  #admit(sequence: Sequence): void {
    const { kv } = this.#model!;
    kv.take(sequence);
    const copies = this.#prefixCache.find(sequence.sharedPrefix);
    if (copies !== undefined) {
      kv.copyIn(sequence.slot, sequence.sharedTokens, copies);
      sequence.computedTokens = sequence.cachedTokens = sequence.sharedTokens;
    }
  }

  #keepPrefix(sequence: Sequence): void {
    const { kv } = this.#model!;
    const { sharedTokens, slot } = sequence;
    this.#prefixCache.store(sequence.sharedPrefix, kv.bytes(sharedTokens), () => kv.copyOut(slot, sharedTokens));
  }

  #remove(sequence: Sequence): void {
    const { scheduler, kv } = this.#model!;
    if (scheduler.remove(sequence)) {
      kv.release(sequence);
    }
  }
}

interface Model {
  readonly session: InferenceSession;
  readonly manifest: ModelManifest;
  readonly kv: KvCache<Sequence>;
  readonly scheduler: Scheduler<Sequence>;
  readonly runner: ModelRunner<Sequence>;
}

function aborted(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}
