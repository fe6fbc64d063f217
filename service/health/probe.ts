import type { Check } from "./readiness.ts";

const DEFAULT_INTERVAL_MS = 1000;
const DEFAULT_LIMIT_MS = 2000;

export interface ProbeOptions {
  /** Performs the operation. A rejection, or no result within the limit, means that it does not work. */
  readonly check: () => Promise<Check> | Check;
  readonly intervalMs?: number;
  readonly limitMs?: number;
}

/**
 * Repeats a check and remembers its outcome, so that health endpoints respond immediately. Runs one check at a time:
 * one that hangs counts as failed after the limit, and the next begins once it has ended.
 */
export class Probe {
  readonly #options: ProbeOptions;
  #closed = false;
  #waiting: NodeJS.Timeout | null = null;
  #last: Check = { ok: false, detail: "not checked yet" };
  #lastOkAt = performance.now();

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lastOkAt = performance.now();
    void this.#run();
  }

  /** The outcome of the latest check. */
  get state(): Check {
    return this.#last;
  }

  /** Milliseconds since the last success, or since the start; 0 while it works. */
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
      () => this.#record({ ok: false, detail: `did not respond within ${limitMs} ms` }),
      limitMs,
    );
    this.#record(await this.#check());
    clearTimeout(late);
    if (!this.#closed) this.#waiting = setTimeout(() => void this.#run(), intervalMs).unref();
  }

  async #check(): Promise<Check> {
    try {
      return await this.#options.check();
    } catch (error) {
      // Messages of store errors contain no content.
      return { ok: false, detail: error instanceof Error ? error.message : "failed" };
    }
  }

  #record(check: Check): void {
    this.#last = check;
    if (check.ok) this.#lastOkAt = performance.now();
  }
}
