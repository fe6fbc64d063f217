import type { EngineLoad } from "../../engine.ts";
import { EngineError, EngineFailedError } from "../../errors.ts";
import type { ChosenToken, ModelRunner, NextToken, Slice } from "./model-runner.ts";
import { type Schedule, Scheduler } from "./scheduler.ts";
import type { Sequence } from "./sequence.ts";

export interface EngineCoreOptions {
  readonly maxNumSeqs: number;
  /**
   * Tokens computed in one step: enough to keep the device busy, few enough to let new sequences join between steps.
   */
  readonly maxBatchedTokens: number;
  readonly maxChunkWhileDecoding: number;
}

/** A sequence's part of one step. */
interface Task<Slot> extends Slice<Slot> {
  readonly sequence: Sequence<Slot>;
}

/** Decodes many sequences at a time, step by step. Runs on its own while there is work. */
export class EngineCore<Slot> {
  readonly #scheduler: Scheduler<Sequence<Slot>>;
  readonly #runner: ModelRunner<Slot>;
  #steps = 0;
  #looping: Promise<void> | undefined;
  /** The sequence that got no slot in this step. */
  #unallocated: Sequence<Slot> | undefined;

  constructor(runner: ModelRunner<Slot>, options: EngineCoreOptions) {
    this.#runner = runner;
    this.#scheduler = new Scheduler({
      maxNumSeqs: options.maxNumSeqs,
      maxBatchedTokens: options.maxBatchedTokens + options.maxNumSeqs,
      maxChunkWhileDecoding: options.maxChunkWhileDecoding,
      allocate: (sequence) => this.#allocate(sequence),
    });
  }

  /** Finished runs of the model: each advances at least one sequence. */
  get steps(): number {
    return this.#steps;
  }

  load(): EngineLoad {
    const { running, waiting } = this.#scheduler;
    return {
      running: running.length,
      waiting: waiting.length,
      kvCacheShare: this.#runner.kvCacheShare(),
      servers: [],
    };
  }

  /** Queues a sequence; its `resolve` or `reject` is called when it ends. */
  add(sequence: Sequence<Slot>): void {
    this.#scheduler.add(sequence);
    this.#looping ??= this.#loop();
  }

  /** Rejects every sequence that has not ended yet. */
  abortAll(error: EngineError): void {
    for (const sequence of this.#all()) {
      sequence.aborted = true;
      sequence.reject(error);
    }
  }

  /** Resolves when all sequences have ended. */
  async idle(): Promise<void> {
    await this.#looping;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#scheduler.hasWork) {
        await this.#step();
      }
    } catch (cause) {
      // No known path leads here, but a sequence that is never settled would hang its caller.
      for (const sequence of this.#all()) {
        this.#fail(sequence, cause);
      }
    } finally {
      this.#looping = undefined;
    }
  }

  /** Schedule, run, update. Sequences are allocated and freed only here, so that slots do not change during a run. */
  async #step(): Promise<void> {
    for (const sequence of this.#all().filter(({ aborted }) => aborted)) {
      this.#remove(sequence);
    }
    this.#unallocated = undefined;
    const schedule = this.#scheduler.schedule();
    const idle = this.#scheduler.running.length === 0;
    const tasks = this.#tasks(schedule);
    if (tasks.length === 0) {
      // With nothing else running, a sequence without a slot will never get one.
      if (idle && this.#unallocated !== undefined) {
        this.#fail(this.#unallocated, tooLarge());
      }
      return;
    }
    let chosen: readonly (ChosenToken | null)[];
    try {
      chosen = await this.#runner.run(tasks);
    } catch (cause) {
      for (const { sequence } of tasks) {
        this.#fail(sequence, cause);
      }
      return;
    } finally {
      this.#steps += 1;
    }
    for (const [index, task] of tasks.entries()) {
      this.#guard(task.sequence, () => this.#update(task, chosen[index] ?? null));
    }
  }

  /** The slices to run, decoding ones first. The youngest sequences are preempted when memory runs out. */
  #tasks({ prefill, decode }: Schedule<Sequence<Slot>>): Task<Slot>[] {
    const parts = [...decode.map((sequence) => ({ sequence, tokens: 1 })), ...prefill];
    return parts
      .filter(({ sequence, tokens }) =>
        this.#guard(sequence, () => this.#reserve(sequence, sequence.computedTokens + tokens)),
      )
      .filter(({ sequence }) => sequence.slot !== null)
      .flatMap(({ sequence, tokens }) => this.#guard(sequence, () => this.#task(sequence, tokens)) ?? []);
  }

  #task(sequence: Sequence<Slot>, count: number): Task<Slot> {
    const position = sequence.computedTokens;
    const end = position + count;
    return {
      sequence,
      slot: sequence.slot!,
      tokens: sequence.tokens.slice(position, end),
      position,
      next: end === sequence.totalTokens ? sequence.decoding.next() : null,
    };
  }

  /** Preempts the youngest sequences until `tokens` fit. False if the sequence itself was preempted. */
  #reserve(sequence: Sequence<Slot>, tokens: number): boolean {
    while (sequence.slot !== null && !this.#runner.reserve(sequence.slot, tokens)) {
      const preempted = this.#scheduler.preempt();
      if (preempted === undefined) {
        this.#fail(sequence, tooLarge());
        return false;
      }
      this.#free(preempted);
    }
    return sequence.slot !== null;
  }

  /** Appends the next token if the task chose one, and removes the sequence when it is complete. */
  #update({ sequence, tokens, next }: Task<Slot>, chosen: ChosenToken | null): void {
    sequence.computedTokens += tokens.length;
    this.#runner.commit(sequence.slot!, sequence.computedTokens);
    if (next !== null && chosen !== null) {
      this.#advance(sequence, next, chosen);
    }
  }

  /** An error in one sequence fails that sequence and no other. */
  #guard<T>(sequence: Sequence<Slot>, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#fail(sequence, error);
      return undefined;
    }
  }

  #advance(sequence: Sequence<Slot>, next: NextToken, chosen: ChosenToken): void {
    const { decoding } = sequence;
    sequence.tokens.push(...decoding.advance(next, chosen));
    if (!decoding.done) return;
    this.#remove(sequence);
    sequence.resolve({
      reasoning: decoding.reasoning,
      final: decoding.answer,
      usage: {
        promptTokens: sequence.promptTokens,
        cachedTokens: sequence.cachedTokens ?? 0,
        reasoningTokens: decoding.reasoningTokens,
        completionTokens: decoding.completionTokens,
      },
      labelLogprobs: decoding.labelLogprobs,
    });
  }

  #fail(sequence: Sequence<Slot>, cause: unknown): void {
    this.#remove(sequence);
    sequence.reject(
      cause instanceof EngineError
        ? cause
        : // The cause is more likely memory or a lost device than this request, and attempts are bounded.
          new EngineFailedError("The engine failed while decoding.", { cause, retryable: true }),
    );
  }

  #allocate(sequence: Sequence<Slot>): boolean {
    const allocation = this.#runner.allocate(sequence.tokens, sequence.sharedTokens);
    if (allocation === null) {
      this.#unallocated = sequence;
      return false;
    }
    sequence.slot = allocation.slot;
    sequence.computedTokens = allocation.cachedTokens;
    // After a preemption, the sequence finds tokens in the cache that it has computed itself.
    sequence.cachedTokens ??= allocation.cachedTokens;
    sequence.cacheableTokens = allocation.cacheableTokens;
    return true;
  }

  #all(): Sequence<Slot>[] {
    return [...this.#scheduler.running, ...this.#scheduler.waiting];
  }

  #remove(sequence: Sequence<Slot>): void {
    this.#scheduler.remove(sequence);
    this.#free(sequence);
  }

  #free(sequence: Sequence<Slot>): void {
    if (sequence.slot !== null) {
      this.#runner.free(sequence.slot);
      sequence.slot = null;
      sequence.computedTokens = 0;
    }
  }
}

function tooLarge(): EngineFailedError {
  return new EngineFailedError("One request needs more KV cache memory than the engine has.", {
    retryable: false,
  });
}
