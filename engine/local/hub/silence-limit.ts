import { connectionError, HubUnavailableError } from "./hub-error.ts";

/** Gives a connection up when a single step of it, an answer or its next bytes, takes too long. */
export class SilenceLimit {
  readonly #limitMs: number;
  readonly #caller: AbortSignal;
  readonly #silence = new AbortController();
  /** For the connection: the caller's signal, or the limit. */
  readonly signal: AbortSignal;

  constructor(limitMs: number, caller: AbortSignal) {
    this.#limitMs = limitMs;
    this.#caller = caller;
    this.signal = AbortSignal.any([caller, this.#silence.signal]);
  }

  /** Throws HubUnavailableError for whatever breaks in it, and the caller's reason once that has aborted. */
  async watch<T>(host: string, step: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#silence.abort(), this.#limitMs);
    try {
      return await step();
    } catch (error) {
      this.#caller.throwIfAborted();
      if (!this.#silence.signal.aborted) throw connectionError(host, error);
      throw new HubUnavailableError(`${host} sent nothing for ${this.#limitMs / 1000} s`);
    } finally {
      clearTimeout(timer);
    }
  }
}
