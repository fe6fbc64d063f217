/** What the scheduler knows about a sequence: how many tokens it has, and how many of them are computed. */
export interface Schedulable {
  /** The prompt and everything after it, generated or forced. */
  readonly totalTokens: number;
  /** Leading tokens whose keys and values are in the KV cache; always fewer than `totalTokens`. */
  readonly computedTokens: number;
  readonly promptTokens: number;
  /** Leading tokens that the prefix cache will hold: a chunk ends after them. */
  readonly cacheableTokens: number;
}

export interface SchedulerOptions<S> {
  /** Sequences that run at a time. */
  readonly maxNumSeqs: number;
  /** Tokens computed in one step. Must be larger than maxNumSeqs, so that a step always has room for a chunk. */
  readonly maxBatchedTokens: number;
  /**
   * The longest prefill chunk while other sequences decode: it bounds their latency. No limit of its own by default.
   */
  readonly maxChunkWhileDecoding?: number;
  /**
   * Allocates a slot in the KV cache. Called before a sequence's first chunk is measured. False if there is none: the
   * sequence keeps waiting.
   */
  readonly allocate: (sequence: S) => boolean;
}

/** The next `tokens` tokens of one sequence. */
export interface Chunk<S> {
  readonly sequence: S;
  readonly tokens: number;
}

/** One step's work: chunks of different sequences, and one token of each sequence in `decode`. */
export interface Schedule<S> {
  readonly prefill: readonly Chunk<S>[];
  readonly decode: readonly S[];
}

/**
 * Decides what is computed next. Knows only counts: no tensor, no clock, no promise.
 *
 * - A sequence with one uncomputed token is decoded in every step: no prompt delays the answers of other sequences.
 * - A sequence with more (a prompt, a forced header) gets chunks, oldest first. A younger prompt starts only when
 *   the older one is complete, so that two prompts with a common prefix never both compute it.
 * - A chunk ends where the cacheable prefix ends. Otherwise its length depends only on the sequence and on
 *   whether others decode, not on how many there are.
 * - When memory runs out, the youngest sequence is preempted and computed again later.
 */
export class Scheduler<S extends Schedulable> {
  readonly #options: SchedulerOptions<S>;
  readonly #maxChunkTokens: number;
  readonly #waiting: S[] = [];
  readonly #running: S[] = [];

  constructor(options: SchedulerOptions<S>) {
    const { maxNumSeqs, maxBatchedTokens } = options;
    if (!Number.isInteger(maxNumSeqs) || maxNumSeqs < 1) {
      throw new RangeError("maxNumSeqs must be a positive integer");
    }
    if (!Number.isInteger(maxBatchedTokens) || maxBatchedTokens <= maxNumSeqs) {
      throw new RangeError("maxBatchedTokens must be an integer greater than maxNumSeqs");
    }
    this.#options = options;
    this.#maxChunkTokens = maxBatchedTokens - maxNumSeqs;
  }

  get hasWork(): boolean {
    return this.#running.length > 0 || this.#waiting.length > 0;
  }

  get running(): readonly S[] {
    return this.#running;
  }

  get waiting(): readonly S[] {
    return this.#waiting;
  }

  add(sequence: S): void {
    this.#waiting.push(sequence);
  }

  /** Removes a sequence that is finished or aborted. Returns true if it was running. */
  remove(sequence: S): boolean {
    const waitingAt = this.#waiting.indexOf(sequence);
    if (waitingAt >= 0) {
      this.#waiting.splice(waitingAt, 1);
      return false;
    }
    const runningAt = this.#running.indexOf(sequence);
    if (runningAt >= 0) {
      this.#running.splice(runningAt, 1);
    }
    return runningAt >= 0;
  }

  /** Moves the youngest running sequence to the front of the waiting ones. Undefined if only one runs. */
  preempt(): S | undefined {
    if (this.#running.length < 2) return undefined;
    const youngest = this.#running.pop()!;
    this.#waiting.unshift(youngest);
    return youngest;
  }

  schedule(): Schedule<S> {
    const decode = this.#running.filter((sequence) => uncomputed(sequence) === 1);
    let budget = this.#options.maxBatchedTokens - decode.length;
    const longest =
      decode.length === 0
        ? this.#maxChunkTokens
        : Math.min(this.#maxChunkTokens, this.#options.maxChunkWhileDecoding ?? this.#maxChunkTokens);
    const prefill: Chunk<S>[] = [];
    const prefilling = this.#running.filter((sequence) => uncomputed(sequence) > 1);
    const next = () => prefilling.shift() ?? this.#admit();
    for (let sequence = next(); sequence !== undefined; sequence = next()) {
      const tokens = chunkTokens(sequence, longest);
      if (tokens > budget) break;
      budget -= tokens;
      prefill.push({ sequence, tokens });
      if (sequence.computedTokens + tokens < sequence.promptTokens) break;
    }
    return { prefill, decode };
  }

  /** Starts the first waiting sequence. Undefined if there is none, or no slot for it. */
  #admit(): S | undefined {
    const [sequence] = this.#waiting;
    if (sequence === undefined || this.#running.length >= this.#options.maxNumSeqs) return undefined;
    if (!this.#options.allocate(sequence)) return undefined;
    this.#waiting.shift();
    this.#running.push(sequence);
    return sequence;
  }
}

function chunkTokens({ computedTokens, cacheableTokens, totalTokens }: Schedulable, longest: number): number {
  const end = computedTokens < cacheableTokens ? cacheableTokens : totalTokens;
  return Math.min(end - computedTokens, longest);
}

function uncomputed({ totalTokens, computedTokens }: Schedulable): number {
  return totalTokens - computedTokens;
}
