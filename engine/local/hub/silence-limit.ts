import { withTimeout } from "../../waiting/with-timeout.ts";
import { connectionError, HubUnavailableError } from "./hub-error.ts";

/** Aborts a connection when a single step of it, its response or the next bytes, takes too long. */
export class SilenceLimit {
  readonly #limitMs: number;
  readonly #caller: AbortSignal;
  readonly #connection = new AbortController();

  constructor(limitMs: number, caller: AbortSignal) {
    this.#limitMs = limitMs;
    this.#caller = caller;
  }

  /** For the connection: aborts when a step has failed, at the limit or with the caller's signal. */
  get signal(): AbortSignal {
    return this.#connection.signal;
  }

  /** Throws HubUnavailableError if the step fails or exceeds the limit, and the caller's reason once that has aborted. */
  async watch<T>(host: string, step: () => Promise<T>): Promise<T> {
    const silent = new HubUnavailableError(`${host} sent nothing for ${this.#limitMs / 1000} s`);
    try {
      return await withTimeout(step, {
        timeoutMs: this.#limitMs,
        timeoutError: () => silent,
        signals: [this.#caller],
      });
    } catch (error) {
      this.#connection.abort();
      this.#caller.throwIfAborted();
      throw error === silent ? silent : connectionError(host, error);
    }
  }
}
