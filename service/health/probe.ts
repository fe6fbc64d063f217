import type { Check } from "./readiness.ts";

const DEFAULT_INTERVAL_MS = 1000;
const DEFAULT_LIMIT_MS = 2000;

export interface ProbeOptions {
  /** Tries the thing itself. A rejection, or no answer within the limit, means that it does not work. */
  readonly check: () => Promise<Check> | Check;
  readonly intervalMs?: number;
  readonly limitMs?: number;
}

/**
 * Tries something all the time and remembers how that went, so that whoever asks about health waits for nothing. One
 * try at a time: a try that hangs is told as failed after the limit, and the next begins once it has ended.
 */
export class Probe {
  readonly #options: ProbeOptions;
  #closed = false;
  #waiting: NodeJS.Timeout | null = null;
  #last: Check = { ok: false, detail: "not tried yet" };
  #lastOkAt = performance.now();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lastOkAt = performance.now();
    void this.#run();
  }

  /** The outcome of the latest try. */
  get state(): Check {
    return this.#last;
  }

  /** Milliseconds since it last worked, or since the start; 0 while it works. */
  get failingMs(): number {
    return this.#last.ok ? 0 : performance.now() - this.#lastOkAt;
  }

  close(): void {
    this.#closed = true;
    if (this.#waiting !== null) clearTimeout(this.#waiting);
  }

  async #run(): Promise<void> {
    const { intervalMs = DEFAULT_INTERVAL_MS, limitMs = DEFAULT_LIMIT_MS } = this.#options;
    const late = setTimeout(
      () => this.#learn({ ok: false, detail: `did not respond within ${limitMs} ms` }),
      limitMs,
    );
    this.#learn(await this.#try());
    clearTimeout(late);
    if (!this.#closed) this.#waiting = setTimeout(() => void this.#run(), intervalMs).unref();
  }

  async #try(): Promise<Check> {
    try {
      return await this.#options.check();
    } catch (error) {
      // Errors of stores speak of themselves; what they were about stays in the log.
      return { ok: false, detail: error instanceof Error ? error.message : "failed" };
    }
  }

  #learn(check: Check): void {
    this.#last = check;
    if (check.ok) this.#lastOkAt = performance.now();
  }
}
