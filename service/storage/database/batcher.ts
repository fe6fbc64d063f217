import { withSharedTimeout } from "../../with-shared-timeout.ts";

/** The result of one input of a batch. */
export type Outcome<Output> = { readonly value: Output } | { readonly error: Error };

export interface BatcherOptions<Input, Output> {
  /** Runs one batch. Returns an outcome for each input, in order. A rejection fails them all. */
  readonly run: (inputs: readonly Input[]) => Promise<readonly Outcome<Output>[]>;
  readonly maxSize: number;
  /** Size of an input in any unit. A batch stops growing when it reaches `maxWeight`. */
  readonly weigh?: (input: Input) => number;
  readonly maxWeight?: number;
  /** After this time the callers of a batch get an error. */
  readonly limitMs?: number;
  /** Whether to retry the inputs of a failed batch one by one, because one of them may be the cause. */
  readonly isolate?: (error: unknown) => boolean;
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (value: Output) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns many small calls into few large statements (group commit). Calls made in one turn of the event loop form a
 * batch; while it runs, later calls collect for the next. A single call therefore does not wait, and batches grow
 * under load. A batch that takes too long fails with ServiceError not_ready and the next one runs. It may still take
 * effect, as after a broken connection.
 */
export class Batcher<Input, Output> {
  readonly #options: BatcherOptions<Input, Output>;
  #waiting: Waiting<Input, Output>[] = [];
  #running = false;

  constructor(options: BatcherOptions<Input, Output>) {
    this.#options = options;
  }

  add(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#runBatch(this.#takeBatch());
    this.#running = false;
  }

  #takeBatch(): Waiting<Input, Output>[] {
    const { maxSize, weigh = () => 0, maxWeight = Number.POSITIVE_INFINITY } = this.#options;
    let weight = 0;
    let size = 0;
    for (const { input } of this.#waiting.slice(0, maxSize)) {
      weight += weigh(input);
      if (size > 0 && weight > maxWeight) break;
      size += 1;
    }
    return this.#waiting.splice(0, size);
  }

  async #runBatch(batch: readonly Waiting<Input, Output>[]): Promise<void> {
    try {
      const { run, limitMs } = this.#options;
      const outcomes = await withSharedTimeout(
        run(batch.map(({ input }) => input)),
        "run a statement",
        limitMs,
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] ?? { error: new Error("The batch gave no outcome for an input") };
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value);
      }
    } catch (error) {
      if (batch.length > 1 && this.#options.isolate?.(error) === true) {
        for (const waiting of batch) await this.#runBatch([waiting]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
