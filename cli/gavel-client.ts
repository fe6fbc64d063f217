import type { Problem } from "../schemas/problem.ts";
import { ApiError, UnreachableError } from "./api-errors.ts";
import { UsageError } from "./cli-error.ts";
import { plainText } from "./printing/plain-text.ts";
import { sleep } from "./sleep.ts";

export interface ClientOptions {
  readonly url: string;
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  /** Told of each pause before another attempt. */
  readonly notify: (message: string) => void;
}

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Relative to the service, beginning with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is where it is bytes. */
  readonly body?: unknown;
  /** Instead of `body`: sent as it is read. It is read once, so nothing is tried again. */
  readonly upload?: AsyncIterable<Uint8Array>;
  /** Seconds that the service itself may take before it answers. */
  readonly waitSeconds?: number;
  /** Whether asking twice does no harm, so that a lost connection may be tried again. */
  readonly repeatable: boolean;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Time for everything but the service's own waiting. */
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 6;
const MAX_PAUSE_MS = 30_000;

/** Talks to a Gavel service: deadlines, bounded retries, problems as errors. */
export class GavelClient {
  readonly #base: URL;
  readonly #options: ClientOptions;
  /** Where nothing has answered yet the address is more likely wrong than the service restarting. */
  #reached = false;

  /** Throws UsageError where the address is not one. */
  constructor(options: ClientOptions) {
    if (!URL.canParse(options.url) || !/^https?:$/.test(new URL(options.url).protocol)) {
      throw new UsageError("the address of the service must be a URL that starts with http:// or https://");
    }
    this.#base = new URL(options.url.endsWith("/") ? options.url : `${options.url}/`);
    this.#options = options;
  }

  /** The JSON body of an answer. Throws ApiError, UnreachableError. */
  async json<T>(request: ApiRequest): Promise<T> {
    const { text, status } = await this.send(request);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiError(status, null, describe(request));
    }
  }

  /**
   * Any answer of the classes 2xx and 304. 503 is tried again after its Retry-After, and so is a lost
   * connection where the request is repeatable. Throws ApiError, UnreachableError.
   */
  async send(request: ApiRequest): Promise<ApiResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request);
      if ("status" in outcome && outcome.status !== 503) {
        if (outcome.status < 300 || outcome.status === 304) return outcome;
        throw new ApiError(outcome.status, readProblem(outcome), describe(request));
      }
      const again =
        request.upload === undefined && ("status" in outcome || (request.repeatable && this.#reached));
      if (!again || attempt === MAX_ATTEMPTS) {
        if ("status" in outcome) throw new ApiError(outcome.status, readProblem(outcome), describe(request));
        throw outcome.error;
      }
      const asked =
        "status" in outcome ? Number(outcome.headers.get("retry-after") ?? Number.NaN) * 1000 : Number.NaN;
      const pause = Math.min(asked >= 0 ? asked : 250 * 2 ** attempt, MAX_PAUSE_MS);
      const reason =
        "status" in outcome ? (readProblem(outcome)?.title ?? "The service is busy") : outcome.error.message;
      this.#options.notify(`${plainText(reason)}; trying again in ${(pause / 1000).toFixed(1)} s`);
      await sleep(pause, this.#options.signal);
    }
  }

  /** The bytes of an answer as they arrive; nothing is tried again. Throws ApiError, UnreachableError. */
  async *download(request: ApiRequest): AsyncGenerator<Uint8Array> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    try {
      const response = await fetch(this.#url(request), {
        method: request.method,
        headers: this.#headers(request),
        redirect: "manual",
        signal,
      });
      if (!response.ok) {
        const { status, headers } = response;
        throw new ApiError(
          status,
          readProblem({ status, headers, text: await response.text() }),
          describe(request),
        );
      }
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) yield chunk;
    } catch (cause) {
      signal.throwIfAborted();
      throw cause instanceof ApiError ? cause : this.#unreachable(cause, false, 0);
    }
  }

  async #attempt(request: ApiRequest): Promise<ApiResponse | { readonly error: UnreachableError }> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    // One controller a request: AbortSignal.any with a long-lived signal leaks on Node 20 (nodejs/node#54614).
    const controller = new AbortController();
    const stop = () => controller.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const limitMs = REQUEST_TIMEOUT_MS + (request.waitSeconds ?? 0) * 1000;
    const timer = setTimeout(() => controller.abort(), limitMs);
    try {
      const response = await fetch(this.#url(request), {
        method: request.method,
        headers: this.#headers(request),
        ...bodyOf(request),
        // The key must not follow a redirect to another place.
        redirect: "manual",
        signal: controller.signal,
      });
      this.#reached = true;
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (cause) {
      signal.throwIfAborted();
      return { error: this.#unreachable(cause, controller.signal.aborted, limitMs) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  #url({ path, query }: ApiRequest): URL {
    const url = new URL(path.slice(1), this.#base);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  #headers({ body, headers }: ApiRequest): Record<string, string> {
    const { key, userAgent } = this.#options;
    return {
      Accept: "application/json",
      "User-Agent": userAgent,
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    };
  }

  #unreachable(cause: unknown, timedOut: boolean, limitMs: number): UnreachableError {
    const { origin } = this.#base;
    if (timedOut)
      return new UnreachableError(`${origin} did not answer within ${limitMs / 1000} s`, { cause });
    const code = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    const hint =
      code === "ECONNREFUSED"
        ? "Is the service running there? GAVEL_URL or --url names another address."
        : "";
    return new UnreachableError(
      `${origin} cannot be reached${code === undefined ? "" : ` (${code})`}. ${hint}`.trim(),
      {
        cause,
      },
    );
  }
}

/** Node sends a stream only where it is told that the answer comes after it. */
function bodyOf({ body, upload }: ApiRequest): Pick<RequestInit, "body"> & { readonly duplex?: "half" } {
  if (upload !== undefined) return { body: ReadableStream.from(upload), duplex: "half" };
  return body === undefined ? {} : { body: encodeBody(body) };
}

function encodeBody(body: unknown): string | Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function readProblem({ headers, text }: ApiResponse): Problem | null {
  if (!headers.get("content-type")?.startsWith("application/problem+json")) return null;
  try {
    const problem = JSON.parse(text) as Partial<Problem> | null;
    return typeof problem?.code === "string" && typeof problem.title === "string"
      ? (problem as Problem)
      : null;
  } catch {
    return null;
  }
}

function describe({ method, path }: ApiRequest): string {
  return `${method} ${path}`;
}
