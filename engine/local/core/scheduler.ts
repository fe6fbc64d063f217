/** What the scheduler must know of a sequence: how much of it there is, and how much of that is computed. */
export interface Schedulable {
  /** Prompt and everything behind it, whether generated or forced. */
  readonly totalTokens: number;
  /** Leading tokens whose keys and values are in the cache; at least one token is always missing. */
  readonly computedTokens: number;
  readonly promptTokens: number;
  /** Leading tokens that are kept for other sequences: a chunk ends behind them. */
  readonly keptTokens: number;
}

export interface SchedulerOptions<S> {
  /** Sequences that run at a time. */
  readonly maxNumSeqs: number;
  /** Tokens computed in one step. Must be larger than maxNumSeqs, so that a step always has room for a chunk. */
  readonly maxBatchedTokens: number;
  /** The longest chunk while other sequences decode, so that they do not wait long. Defaults to no other limit. */
  readonly maxChunkBesideDecode?: number;
  /**
   * Called when a sequence is to run, before its first chunk is measured: gives it its place in the cache. False
   * where there is none: it goes on waiting.
   */
  readonly onAdmit: (sequence: S) => boolean;
}

/** The next `tokens` tokens of one sequence. */
export interface Chunk<S> {
  readonly sequence: S;
  readonly tokens: number;
}

/** One step's work: chunks of different sequences, and one token of each sequence in `decode`. */
export interface Schedule<S> {
  readonly chunks: readonly Chunk<S>[];
  readonly decode: readonly S[];
}

/**
 * Decides what is computed next. Knows counts only: no tensor, no clock, no promise.
 *
 * - A sequence that lacks one token is decoded in every step: nobody's prompt stops the others' answers.
 * - A sequence that lacks more (a prompt, a forced header) gets chunks, oldest first. A younger sequence gets
 *   none before the older one's prompt is whole. So two prompts that share a prefix never compute it both.
 * - A chunk ends where the shared part ends. Apart from that its length depends on the sequence alone and on
 *   whether others decode, not on how many there are.
 * - Where memory runs out, the youngest sequence gives its place up and is computed again later (`preempt`).
 */
export class Scheduler<S extends Schedulable> {
  readonly #options: SchedulerOptions<S>;
  readonly #maxChunkTokens: number;
  readonly #waiting: S[] = [];
  readonly #running: S[] = [];

  constructor(options: SchedulerOptions<S>) {
    const { maxNumSeqs, maxBatchedTokens } = options;
    if (!Number.isInteger(maxNumSeqs) || maxNumSeqs < 1) {
      throw new RangeError("maxNumSeqs must be a positive whole number");
    }
    if (!Number.isInteger(maxBatchedTokens) || maxBatchedTokens <= maxNumSeqs) {
      throw new RangeError("maxBatchedTokens must be a whole number above maxNumSeqs");
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

  /** Forgets a sequence that is finished or aborted. Returns true if it was running. */
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

  /** Takes the youngest running sequence out again, to be the next to run. Undefined where only one runs. */
  preempt(): S | undefined {
    if (this.#running.length < 2) {
      return undefined;
    }
    const youngest = this.#running.pop()!;
    this.#waiting.unshift(youngest);
    return youngest;
  }

  schedule(): Schedule<S> {
    const decode = this.#running.filter((sequence) => missing(sequence) === 1);
    let budget = this.#options.maxBatchedTokens - decode.length;
    const longest =
      decode.length === 0
        ? this.#maxChunkTokens
        : Math.min(this.#maxChunkTokens, this.#options.maxChunkBesideDecode ?? this.#maxChunkTokens);
    const chunks: Chunk<S>[] = [];
    const next = (): S | undefined => {
      const [sequence] = this.#waiting;
      if (sequence === undefined || this.#running.length >= this.#options.maxNumSeqs) {
        return undefined;
      }
      if (!this.#options.onAdmit(sequence)) {
        return undefined;
      }
      this.#waiting.shift();
      this.#running.push(sequence);
      return sequence;
    };

    const lacking = this.#running.filter((sequence) => missing(sequence) > 1);
    for (
      let sequence = lacking.shift() ?? next();
      sequence !== undefined;
      sequence = lacking.shift() ?? next()
    ) {
      const tokens = chunkTokens(sequence, longest);
      if (tokens > budget) {
        break;
      }
      budget -= tokens;
      chunks.push({ sequence, tokens });
      if (sequence.computedTokens + tokens < sequence.promptTokens) {
        break;
      }
    }
    return { chunks, decode };
  }
}

function chunkTokens({ computedTokens, keptTokens, totalTokens }: Schedulable, longest: number): number {
  const end = computedTokens < keptTokens ? keptTokens : totalTokens;
  return Math.min(end - computedTokens, longest);
}

function missing(sequence: Schedulable): number {
  return sequence.totalTokens - sequence.computedTokens;
}
