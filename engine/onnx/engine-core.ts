import type { InferenceSession } from "onnxruntime-node";
import { EngineError, EngineFailedError } from "../errors.ts";
import type { ModelManifest } from "../graph/model-manifest.ts";
import { KvCache } from "./kv-cache.ts";
import { ModelRunner } from "./model-runner.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { type Chunk, Scheduler } from "./scheduler.ts";
import type { Sequence } from "./sequence.ts";

/** Prompt tokens computed in one run: enough to keep the cores busy, few enough to let decoding go on between. */
const CHUNK_TOKENS = 512;

export interface EngineCoreOptions {
  readonly maxNumSeqs: number;
  readonly maxContextTokens: number;
  readonly prefixCacheBytes: number;
}

/** Takes sequences to their answers, many at a time. Runs by itself while there is work. */
export class EngineCore {
  readonly #scheduler: Scheduler<Sequence>;
  readonly #kv: KvCache<Sequence>;
  readonly #runner: ModelRunner<Sequence>;
  readonly #prefixCache: PrefixCache;
  #looping: Promise<void> | undefined;

  constructor(session: InferenceSession, manifest: ModelManifest, options: EngineCoreOptions) {
    const { layers, kvHeads, headDim, activation, vocabSize } = manifest;
    this.#kv = new KvCache(
      { layers, kvHeads, headDim, dtype: activation },
      { slots: options.maxNumSeqs, maxTokens: options.maxContextTokens },
    );
    this.#scheduler = new Scheduler({
      maxNumSeqs: options.maxNumSeqs,
      maxBatchedTokens: CHUNK_TOKENS + options.maxNumSeqs,
      onAdmit: (sequence) => this.#admit(sequence),
    });
    this.#runner = new ModelRunner(session, this.#kv, vocabSize);
    this.#prefixCache = new PrefixCache(options.prefixCacheBytes);
  }

  /** The sequence's `resolve` or `reject` says how it ended. */
  add(sequence: Sequence): void {
    this.#scheduler.add(sequence);
    this.#looping ??= this.#loop();
  }

  /** Rejects everything that has not ended yet. */
  abortAll(error: EngineError): void {
    for (const sequence of this.#all()) {
      sequence.aborted = true;
      sequence.reject(error);
    }
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    await this.#looping;
  }

  async #loop(): Promise<void> {
    while (this.#scheduler.hasWork) {
      await this.#step();
    }
    this.#looping = undefined;
  }

  /** Schedule, run, update. Sequences come and go only here, so that no run sees its slots move. */
  async #step(): Promise<void> {
    for (const sequence of this.#all().filter(({ aborted }) => aborted)) {
      this.#remove(sequence);
    }
    const { chunks, decode } = this.#scheduler.schedule();
    for (const chunk of chunks) {
      await this.#guard([chunk.sequence], () => this.#runChunk(chunk));
    }
    if (decode.length > 0) {
      await this.#guard(decode, () => this.#runDecode(decode));
    }
  }

  async #runChunk({ sequence, tokens }: Chunk<Sequence>): Promise<void> {
    const start = sequence.computedTokens;
    const logits = await this.#runner.extend(
      sequence.slot,
      sequence.tokens.slice(start, start + tokens),
      start,
    );
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
    const slots = sequences.map(({ slot }) => slot);
    const rows = this.#kv.holders.slice(0, Math.max(...slots) + 1).map(({ tokens, computedTokens }) => ({
      token: tokens[computedTokens]!,
      position: computedTokens,
    }));
    const logits = await this.#runner.decode(rows);
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
          : // Out of memory or a lost device, more likely than the item: and attempts are bounded.
            new EngineFailedError("The engine failed while decoding.", { cause, retryable: true });
      for (const sequence of sequences) {
        this.#remove(sequence);
        sequence.reject(error);
      }
    }
  }

  #admit(sequence: Sequence): void {
    this.#kv.take(sequence);
    const copies = this.#prefixCache.find(sequence.sharedPrefix);
    if (copies !== undefined) {
      this.#kv.copyIn(sequence.slot, sequence.sharedTokens, copies);
      sequence.computedTokens = sequence.cachedTokens = sequence.sharedTokens;
    }
  }

  #keepPrefix(sequence: Sequence): void {
    const { sharedTokens, slot } = sequence;
    this.#prefixCache.store(sequence.sharedPrefix, this.#kv.bytes(sharedTokens), () =>
      this.#kv.copyOut(slot, sharedTokens),
    );
  }

  #all(): Sequence[] {
    return [...this.#scheduler.running, ...this.#scheduler.waiting];
  }

  #remove(sequence: Sequence): void {
    if (this.#scheduler.remove(sequence)) {
      this.#kv.release(sequence);
    }
  }
}
