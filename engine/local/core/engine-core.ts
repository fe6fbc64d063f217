import { EngineError, EngineFailedError } from "../../errors.ts";
import type { ChosenToken, ModelRunner, NextToken, Slice } from "./model-runner.ts";
import { type Schedule, Scheduler } from "./scheduler.ts";
import type { Sequence } from "./sequence.ts";

export interface EngineCoreOptions {
  readonly maxNumSeqs: number;
  /** Tokens computed in one step: enough to keep the device busy, few enough to let new sequences join between. */
  readonly maxBatchedTokens: number;
  readonly maxChunkBesideDecode: number;
}

/** A sequence's part of one step. */
interface Task<Place> extends Slice<Place> {
  readonly sequence: Sequence<Place>;
}

/** Takes sequences to their answers, many at a time. Runs by itself while there is work. */
export class EngineCore<Place> {
  readonly #scheduler: Scheduler<Sequence<Place>>;
  readonly #runner: ModelRunner<Place>;
  #steps = 0;
  #looping: Promise<void> | undefined;
  /** The sequence that had no place in this step. */
  #refused: Sequence<Place> | undefined;

  constructor(runner: ModelRunner<Place>, options: EngineCoreOptions) {
    this.#runner = runner;
    this.#scheduler = new Scheduler({
      maxNumSeqs: options.maxNumSeqs,
      maxBatchedTokens: options.maxBatchedTokens + options.maxNumSeqs,
      maxChunkBesideDecode: options.maxChunkBesideDecode,
      onAdmit: (sequence) => this.#admit(sequence),
    });
  }

  /** Runs of the model that have ended so far: each takes some sequence forward. */
  get steps(): number {
    return this.#steps;
  }

  /** The sequence's `resolve` or `reject` says how it ended. */
  add(sequence: Sequence<Place>): void {
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
    try {
      while (this.#scheduler.hasWork) {
        await this.#step();
      }
    } catch (cause) {
      // Nothing is known to lead here; whoever waits must hear of it all the same.
      for (const sequence of this.#all()) {
        this.#fail(sequence, cause);
      }
    } finally {
      this.#looping = undefined;
    }
  }

  /** Schedule, run, update. Sequences come and go only here, so that no run sees its places move. */
  async #step(): Promise<void> {
    for (const sequence of this.#all().filter(({ aborted }) => aborted)) {
      this.#remove(sequence);
    }
    this.#refused = undefined;
    const schedule = this.#scheduler.schedule();
    const idle = this.#scheduler.running.length === 0;
    const tasks = this.#tasks(schedule);
    if (tasks.length === 0) {
      // Where nothing runs and the next in line has no place all the same, it will never have one.
      if (idle && this.#refused !== undefined) {
        this.#fail(this.#refused, tooLarge());
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

  /** The slices to run, those that decode before the chunks. Where memory is used up, the youngest sequences make room. */
  #tasks({ chunks, decode }: Schedule<Sequence<Place>>): Task<Place>[] {
    const parts = [...decode.map((sequence) => ({ sequence, tokens: 1 })), ...chunks];
    return parts
      .filter(({ sequence, tokens }) =>
        this.#guard(sequence, () => this.#makeRoom(sequence, sequence.computedTokens + tokens)),
      )
      .filter(({ sequence }) => sequence.place !== null)
      .flatMap(({ sequence, tokens }) => this.#guard(sequence, () => this.#task(sequence, tokens)) ?? []);
  }

  #task(sequence: Sequence<Place>, count: number): Task<Place> {
    const position = sequence.computedTokens;
    const end = position + count;
    return {
      sequence,
      place: sequence.place!,
      tokens: sequence.tokens.slice(position, end),
      position,
      next: end === sequence.totalTokens ? sequence.decoding.next() : null,
    };
  }

  /** False where the sequence itself had to give its place up. */
  #makeRoom(sequence: Sequence<Place>, tokens: number): boolean {
    while (sequence.place !== null && !this.#runner.reserve(sequence.place, tokens)) {
      const victim = this.#scheduler.preempt();
      if (victim === undefined) {
        this.#fail(sequence, tooLarge());
        return false;
      }
      this.#leavePlace(victim);
    }
    return sequence.place !== null;
  }

  /** Appends the next token, if this was the place for it, and takes the sequence out when it is complete. */
  #update({ sequence, tokens, next }: Task<Place>, chosen: ChosenToken | null): void {
    sequence.computedTokens += tokens.length;
    this.#runner.keep(sequence.place!, sequence.computedTokens);
    if (next !== null && chosen !== null) {
      this.#advance(sequence, next, chosen);
    }
  }

  /** What goes wrong with one sequence fails that one and no other. */
  #guard<T>(sequence: Sequence<Place>, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#fail(sequence, error);
      return undefined;
    }
  }

  #advance(sequence: Sequence<Place>, next: NextToken, chosen: ChosenToken): void {
    const { decoding } = sequence;
    sequence.tokens.push(...decoding.advance(next, chosen));
    if (!decoding.done) {
      return;
    }
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

  #fail(sequence: Sequence<Place>, cause: unknown): void {
    this.#remove(sequence);
    sequence.reject(
      cause instanceof EngineError
        ? cause
        : // Out of memory or a lost device, more likely than the item: and attempts are bounded.
          new EngineFailedError("The engine failed while decoding.", { cause, retryable: true }),
    );
  }

  #admit(sequence: Sequence<Place>): boolean {
    const opened = this.#runner.open(sequence.tokens, sequence.sharedTokens);
    if (opened === null) {
      this.#refused = sequence;
      return false;
    }
    sequence.place = opened.place;
    sequence.computedTokens = opened.cachedTokens;
    // What it finds again after it was preempted, it has put there itself.
    sequence.cachedTokens ??= opened.cachedTokens;
    sequence.keptTokens = opened.keptTokens;
    return true;
  }

  #all(): Sequence<Place>[] {
    return [...this.#scheduler.running, ...this.#scheduler.waiting];
  }

  #remove(sequence: Sequence<Place>): void {
    this.#scheduler.remove(sequence);
    this.#leavePlace(sequence);
  }

  #leavePlace(sequence: Sequence<Place>): void {
    if (sequence.place !== null) {
      this.#runner.close(sequence.place);
      sequence.place = null;
      sequence.computedTokens = 0;
    }
  }
}

function tooLarge(): EngineFailedError {
  return new EngineFailedError("One request needs more memory for keys and values than the engine has.", {
    retryable: false,
  });
}
