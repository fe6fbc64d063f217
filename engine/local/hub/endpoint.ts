import { HubError } from "./hub-error.ts";
import { IdleTimeout } from "./idle-timeout.ts";

export const DEFAULT_ENDPOINT = "https://huggingface.co";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 8;

export interface EndpointOptions {
  /** `https://huggingface.co` or a mirror; may include a path. */
  readonly url: string;
  /** Sent only to the endpoint's own origin. */
  readonly token?: string | undefined;
  readonly userAgent: string;
  readonly idleTimeoutMs: number;
}

/** A response after all redirects. Read its `chunks` or `cancel` it. */
export interface HubResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly host: string;
  /** False if a redirect led to another server, whose status says nothing about the token. */
  readonly fromEndpoint: boolean;
  /** Throws HubUnavailableError when the connection breaks or is idle for too long. */
  chunks(): AsyncGenerator<Uint8Array>;
  cancel(): Promise<void>;
}

/** Sends requests to a hub. The token is sent only to the hub's own origin, across all redirects. */
export class HubEndpoint {
  /** Without a trailing slash. */
  readonly url: string;
  readonly hasToken: boolean;
  readonly #origin: string;
  readonly #options: EndpointOptions;

  /** Throws HubError for an invalid address or token. */
  constructor(options: EndpointOptions) {
    const url = URL.canParse(options.url) ? new URL(options.url) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new HubError("the hub's address must be a URL that starts with http:// or https://");
    }
    if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
      throw new HubError("the hub's address must not contain credentials, a query or a fragment");
    }
    if (options.token !== undefined && !/^[\x21-\x7e]+$/.test(options.token)) {
      throw new HubError("the hub's token must be printable ASCII without spaces");
    }
    this.url = url.href.replace(/(?<!\/)\/+$/, "");
    this.hasToken = options.token !== undefined;
    this.#origin = url.origin;
    this.#options = options;
  }

  /** Throws HubUnavailableError if there is no response, and HubError for redirects that must not be followed. */
  async get(
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HubResponse> {
    const timeout = new IdleTimeout(this.#options.idleTimeoutMs, signal);
    let target = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { host } = target;
      const response = await timeout.watch(host, () =>
        fetch(target, {
          headers: { ...headers, ...this.#identity(target) },
          redirect: "manual",
          signal: timeout.signal,
        }),
      );
      const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
      if (location === null) {
        return {
          status: response.status,
          headers: response.headers,
          host,
          fromEndpoint: target.origin === this.#origin,
          chunks: () => readChunks(response, host, timeout),
          cancel: () => discard(response),
        };
      }
      await discard(response);
      target = redirected(target, location);
    }
    throw new HubError(`${target.host} redirects more than ${MAX_REDIRECTS} times`);
  }

  #identity(target: URL): Record<string, string> {
    const { token, userAgent } = this.#options;
    const authorized = token !== undefined && target.origin === this.#origin;
    return { "user-agent": userAgent, ...(authorized ? { authorization: `Bearer ${token}` } : {}) };
  }
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (to === null || !/^https?:$/.test(to.protocol)) {
    throw new HubError(`${from.host} redirects to an address that is not http or https`);
  }
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw new HubError(`${from.host} redirects from https to http, which is not allowed`);
  }
  return to;
}

async function* readChunks(
  response: Response,
  host: string,
  timeout: IdleTimeout,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await timeout.watch(host, () => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Errors are ignored: the connection is no longer needed. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
