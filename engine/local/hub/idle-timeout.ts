import { withTimeout } from "../../waiting/with-timeout.ts";
import { connectionError, HubUnavailableError } from "./hub-error.ts";

/** Aborts a connection when one step of it, the response or the next bytes, takes too long. */
export class IdleTimeout {
  readonly #timeoutMs: number;
  readonly #caller: AbortSignal;
  readonly #connection = new AbortController();

  constructor(timeoutMs: number, caller: AbortSignal) {
    this.#timeoutMs = timeoutMs;
    this.#caller = caller;
  }

  /** The connection's signal: aborts when a step fails or times out, or with the caller's signal. */
  get signal(): AbortSignal {
    return this.#connection.signal;
  }

  /** Throws HubUnavailableError if the step fails or times out, or the caller's reason if its signal is aborted. */
  async watch<T>(host: string, step: () => Promise<T>): Promise<T> {
    const timedOut = new HubUnavailableError(`${host} sent nothing for ${this.#timeoutMs / 1000} s`);
    try {
      return await withTimeout(step, {
        timeoutMs: this.#timeoutMs,
        timeoutError: () => timedOut,
        signals: [this.#caller],
      });
    } catch (error) {
      this.#connection.abort();
      this.#caller.throwIfAborted();
      throw error === timedOut ? timedOut : connectionError(host, error);
    }
  }
}
