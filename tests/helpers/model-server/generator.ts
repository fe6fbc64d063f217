import { GrammarMatcher } from "../../../engine/grammar/grammar-matcher.ts";
import { GrammarCache } from "../../../engine/grammar/grammar-cache.ts";
import { KvCache } from "../../../engine/local/onnx/kv-cache.ts";
import { loadModel } from "../../../engine/local/onnx/load-model.ts";
import { OnnxModel } from "../../../engine/local/onnx/onnx-model.ts";
import { Scheduler } from "../../../engine/local/core/scheduler.ts";
import { type Generated, Generation, type GenerationRequest } from "./generation.ts";
import type { Habits } from "./habits.ts";
import { PrefixReuse } from "./prefix-reuse.ts";

export interface GeneratorOptions {
  readonly modelDirectory: string;
  readonly maxNumSeqs: number;
  readonly maxContextTokens: number;
  readonly habits: Habits;
  /** See PrefixReuse. */
  readonly cacheWindow?: number;
  /** Tokens that all running requests may have together: above it all of them fail. */
  readonly sharedContextTokens?: number;
}

/** All running requests fail with this if their shared context is full. */
export class SharedContextFull extends Error {}

interface Job {
  readonly resolve: (generated: Generated) => void;
  readonly reject: (error: Error) => void;
}

/** The model that every wire serves: tokens in, tokens out, several requests at a time, one token of each in turn. */
export class Generator {
  readonly maxContextTokens: number;
  readonly #habits: Habits;
  readonly #grammars = new GrammarCache();
  readonly #kv: KvCache<Generation>;
  readonly #runner: OnnxModel<Generation>;
  readonly #prefixes: PrefixReuse<Generation>;
  readonly #scheduler: Scheduler<Generation>;
  readonly #jobs = new Map<Generation, Job>();
  readonly #sharedContextTokens: number;
  #looping = false;
  #stopped = false;

  static async load(options: GeneratorOptions): Promise<Generator> {
    return new Generator(
      options,
      await loadModel({ ...options, executionProvider: "cpu", intraOpNumThreads: 1 }, () => {}),
    );
  }

  private constructor(
    { maxNumSeqs, maxContextTokens, habits, cacheWindow, sharedContextTokens }: GeneratorOptions,
    { session, manifest }: Awaited<ReturnType<typeof loadModel>>,
  ) {
    const { layers, kvHeads, headDim, activation: dtype, vocabSize } = manifest;
    this.maxContextTokens = maxContextTokens;
    this.#habits = habits;
    this.#kv = new KvCache(
      { layers, kvHeads, headDim, dtype },
      { slots: maxNumSeqs, maxTokens: maxContextTokens },
    );
    this.#runner = new OnnxModel(session, this.#kv, vocabSize);
    this.#prefixes = new PrefixReuse(this.#kv, cacheWindow);
    this.#sharedContextTokens = sharedContextTokens ?? Number.POSITIVE_INFINITY;
    this.#scheduler = new Scheduler({
      maxNumSeqs,
      maxBatchedTokens: 512 + maxNumSeqs,
      allocate: (generation) => {
        this.#kv.allocate(generation);
        const { index, tokens } = generation;
        generation.computedTokens = generation.cachedTokens = this.#prefixes.restore(index, tokens);
        return true;
      },
    });
  }

  /** Requests that have or wait for a slot. */
  get running(): number {
    return this.#jobs.size;
  }

  /** Rejects with the signal's reason when it is aborted, and frees the request's slot at the next step. */
  async generate(request: GenerationRequest, signal: AbortSignal): Promise<Generated> {
    signal.throwIfAborted();
    const matcher =
      request.schema === undefined ? null : new GrammarMatcher(this.#grammars.get(request.schema));
    const generation = new Generation(request, matcher, this.#habits);
    return new Promise((resolve, reject) => {
      this.#jobs.set(generation, { resolve, reject });
      signal.addEventListener("abort", () => (generation.aborted = true), { once: true });
      this.#scheduler.add(generation);
      if (!this.#looping) void this.#loop();
    });
  }

  /** Stops computing. Running requests never get a response. */
  stop(): void {
    this.#stopped = true;
  }

  async #loop(): Promise<void> {
    this.#looping = true;
    while (this.#scheduler.hasWork && !this.#stopped) {
      for (const generation of this.#jobs.keys()) {
        if (generation.aborted) this.#leave(generation)?.reject(new Error("the client has disconnected"));
      }
      this.#failWhatOverflows();
      const { prefill, decode } = this.#scheduler.schedule();
      for (const { sequence, tokens } of prefill) {
        const start = sequence.computedTokens;
        const part = sequence.tokens.slice(start, start + tokens);
        const logits = await this.#runner.prefill(sequence.index, part, start);
        sequence.computedTokens += tokens;
        if (sequence.computedTokens === sequence.totalTokens) {
          this.#prefixes.remember(sequence.index, sequence.tokens, sequence.checkpoints);
          this.#advance(sequence, logits);
        }
      }
      if (decode.length > 0) await this.#decode(decode);
    }
    this.#looping = false;
  }

  #failWhatOverflows(): void {
    const held = [...this.#jobs.keys()].filter(({ index }) => index >= 0);
    const tokens = held.reduce((sum, { totalTokens }) => sum + totalTokens, 0);
    if (tokens <= this.#sharedContextTokens) return;
    for (const generation of held) this.#leave(generation)?.reject(new SharedContextFull());
  }

  /** As in the engine: the batch includes all slots up to the last; those in between compute unused tokens. */
  async #decode(sequences: readonly Generation[]): Promise<void> {
    const slots = sequences.map(({ index }) => index);
    const rows = this.#kv.slots.slice(0, Math.max(...slots) + 1).map(({ tokens, computedTokens }) => ({
      token: tokens[computedTokens]!,
      position: computedTokens,
    }));
    const logits = await this.#runner.decode(rows);
    for (const sequence of sequences) sequence.computedTokens += 1;
    for (const [index, sequence] of sequences.entries()) this.#advance(sequence, logits[slots[index]!]!);
  }

  #advance(generation: Generation, logits: Float32Array): void {
    try {
      const generated = generation.advance(logits);
      if (generated === null) return;
      const { index, tokens, computedTokens, checkpoints } = generation;
      this.#prefixes.remember(index, tokens.slice(0, computedTokens), checkpoints);
      this.#leave(generation)?.resolve(generated);
    } catch (error) {
      this.#leave(generation)?.reject(error as Error);
    }
  }

  #leave(generation: Generation): Job | undefined {
    const job = this.#jobs.get(generation);
    this.#jobs.delete(generation);
    if (this.#scheduler.remove(generation)) this.#kv.free(generation);
    return job;
  }
}
