import { AttemptLimit } from "./attempt-limit.ts";
import { ConnectionError, errorFrom, GavelError } from "./errors.ts";
import type { HttpRequest } from "./http-request.ts";
import { sleep } from "./sleep.ts";

/** A failed attempt that is followed by another one. */
export interface Retry {
  readonly error: GavelError | ConnectionError;
  readonly pauseMs: number;
}

export interface RetryOptions {
  /** For one request, including the first. */
  readonly maxAttempts: number;
  readonly onRetry: ((retry: Retry) => void) | undefined;
}

interface Received {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Headers;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;

/** Sends requests, each attempt with a time limit, and repeats those that may succeed later. */
export class Transport {
  readonly #signal: AbortSignal | undefined;
  readonly #retry: RetryOptions;
  /** Before the first response, a wrong address is more likely than a restart of the service. */
  #reached = false;

  constructor(signal: AbortSignal | undefined, retry: RetryOptions) {
    this.#signal = signal;
    this.#retry = retry;
  }

  /** Throws GavelError, ConnectionError, and the reason of a signal that aborted. */
  async send(request: HttpRequest): Promise<Received> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(request);
      } catch (error) {
        const again = attempt < this.#retry.maxAttempts && this.#mayRetry(request, error);
        if (!again) throw error;
        const asked = error instanceof GavelError ? error.retryAfterSeconds : null;
        const pauseMs = Math.min(
          asked === null ? FIRST_PAUSE_MS * 2 ** (attempt - 1) : asked * 1000,
          MAX_PAUSE_MS,
        );
        this.#retry.onRetry?.({ error, pauseMs });
        await sleep(pauseMs, [this.#signal, request.signal]);
      }
    }
  }

  #mayRetry(request: HttpRequest, error: unknown): error is GavelError | ConnectionError {
    if (!request.resendable) return false;
    // The service refuses with these before it does anything, so even a POST may be repeated.
    if (error instanceof GavelError) {
      return error.status === 503 || (error.status === 429 && error.code !== "authentication_throttled");
    }
    return error instanceof ConnectionError && request.repeatable && this.#reached;
  }

  async #attempt(request: HttpRequest): Promise<Received> {
    const limit = new AttemptLimit(request.timeoutMs, [this.#signal, request.signal]);
    limit.throwIfAborted();
    let isStreaming = false;
    try {
      const response = await fetch(request.url, { ...request.init, signal: limit.signal });
      this.#reached = true;
      const { status, headers } = response;
      if (!response.ok && status !== 304) throw await errorFrom(request.name, response);
      if (status === 204 || status === 304 || (request.expects === "json" && isEmpty(response))) {
        return { status, headers, data: null };
      }
      if (request.expects !== "unread" && isJson(response)) {
        return { status, headers, data: await readJson(request, response, limit) };
      }
      if (request.expects === "json") throw new GavelError(request.name, status, null, null);
      isStreaming = true;
      limit.stopTimer();
      return { status, headers, data: streamed(response, request, limit) };
    } catch (cause) {
      throw explain(cause, request, limit);
    } finally {
      if (!isStreaming) limit.release();
    }
  }
}

/** Wraps the body of a response: its errors are explained, and the limit is released at its end. */
function streamed(response: Response, request: HttpRequest, limit: AttemptLimit): Response {
  if (response.body === null) {
    limit.release();
    return response;
  }
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        limit.release();
        controller.close();
      } catch (cause) {
        limit.release();
        throw explain(cause, request, limit);
      }
    },
    async cancel(reason) {
      limit.release();
      await reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

async function readJson(request: HttpRequest, response: Response, limit: AttemptLimit): Promise<unknown> {
  const text = await response.text();
  limit.throwIfAborted();
  try {
    return JSON.parse(text);
  } catch {
    throw new GavelError(request.name, response.status, null, null);
  }
}

function isEmpty({ body, headers }: Response): boolean {
  return body === null || headers.get("content-length") === "0";
}

/** application/json, and not application/jsonl. */
function isJson({ headers }: Response): boolean {
  return /^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "");
}

/** Throws the reason if the caller aborted. */
function explain(cause: unknown, { url, timeoutMs }: HttpRequest, limit: AttemptLimit): Error {
  limit.throwIfAborted();
  if (cause instanceof GavelError) return cause;
  const { origin } = url;
  if (limit.timedOut) {
    return new ConnectionError(`${origin} did not respond within ${timeoutMs / 1000} s`, null, { cause });
  }
  const code = codeOf(cause);
  return new ConnectionError(`${origin} cannot be reached${code === null ? "" : ` (${code})`}`, code, {
    cause,
  });
}

/** fetch hides the system's error in the cause of its own. */
function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;
}
