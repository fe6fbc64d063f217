/**
 * Aborts one attempt when its time is over or when a signal of the caller aborts. `AbortSignal.any` would keep every
 * attempt in memory for as long as a signal of the client exists (nodejs/node#62363).
 */
export class AttemptLimit {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];
  readonly #timer: ReturnType<typeof setTimeout>;
  #timedOut = false;

  constructor(timeoutMs: number, signals: readonly (AbortSignal | undefined)[]) {
    this.#sources = signals.filter((signal) => signal !== undefined);
    for (const source of this.#sources) source.addEventListener("abort", this.#stop, { once: true });
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.#controller.abort();
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Throws the reason of a caller's signal that has aborted. */
  throwIfAborted(): void {
    for (const source of this.#sources) source.throwIfAborted();
  }

  /** Lifts the time limit: the headers have arrived, and a stream may take as long as it needs. */
  stopTimer(): void {
    clearTimeout(this.#timer);
  }

  release(): void {
    clearTimeout(this.#timer);
    for (const source of this.#sources) source.removeEventListener("abort", this.#stop);
  }

  readonly #stop = (): void => this.#controller.abort();
}
