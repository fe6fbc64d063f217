import { HubError } from "./hub-error.ts";
import { SilenceLimit } from "./silence-limit.ts";

export const DEFAULT_ENDPOINT = "https://huggingface.co";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 8;

export interface EndpointOptions {
  /** `https://huggingface.co`, or a mirror; may have a path. */
  readonly url: string;
  /** Sent to the endpoint's own origin and to no other. */
  readonly token?: string | undefined;
  readonly userAgent: string;
  readonly silenceMs: number;
}

/** An answer after all redirects. Read its `chunks` or `cancel` it. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly host: string;
  /** False where a redirect led to another server, whose refusals say nothing about the token. */
  readonly ofEndpoint: boolean;
  /** Throws HubUnavailableError when the connection breaks or falls silent. */
  chunks(): AsyncGenerator<Uint8Array>;
  cancel(): Promise<void>;
}

/** The door to a hub: where it is, who asks, and who may see the token. */
export class HubEndpoint {
  /** Without a slash at the end. */
  readonly url: string;
  readonly hasToken: boolean;
  readonly #origin: string;
  readonly #options: EndpointOptions;

  /** Throws HubError for an address or a token that cannot be one. */
  constructor(options: EndpointOptions) {
    const url = URL.canParse(options.url) ? new URL(options.url) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) {
      throw new HubError("the hub's address must be a URL that starts with http:// or https://");
    }
    if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
      throw new HubError("the hub's address must have no credentials, query or fragment");
    }
    if (options.token !== undefined && !/^[\x21-\x7e]+$/.test(options.token)) {
      throw new HubError("the hub's token must be printable ASCII without spaces");
    }
    this.url = url.href.replace(/(?<!\/)\/+$/, "");
    this.hasToken = options.token !== undefined;
    this.#origin = url.origin;
    this.#options = options;
  }

  /** Throws HubUnavailableError without an answer, and HubError for redirects that must not be followed. */
  async get(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HubAnswer> {
    const limit = new SilenceLimit(this.#options.silenceMs, signal);
    let target = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const { host } = target;
      const response = await limit.watch(host, () =>
        fetch(target, {
          headers: { ...headers, ...this.#identity(target) },
          redirect: "manual",
          signal: limit.signal,
        }),
      );
      const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
      if (location === null) {
        return {
          status: response.status,
          headers: response.headers,
          host,
          ofEndpoint: target.origin === this.#origin,
          chunks: () => readChunks(response, host, limit),
          cancel: () => discard(response),
        };
      }
      await discard(response);
      target = redirected(target, location);
    }
    throw new HubError(`${target.host} redirects without end`);
  }

  #identity(target: URL): Record<string, string> {
    const { token, userAgent } = this.#options;
    const known = token !== undefined && target.origin === this.#origin;
    return { "user-agent": userAgent, ...(known ? { authorization: `Bearer ${token}` } : {}) };
  }
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (to === null || !/^https?:$/.test(to.protocol)) {
    throw new HubError(`${from.host} redirects to what is not an http address`);
  }
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw new HubError(`${from.host} redirects from https to plain http, which is not followed`);
  }
  return to;
}

async function* readChunks(
  response: Response,
  host: string,
  limit: SilenceLimit,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await limit.watch(host, () => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A connection that breaks while it is given up was given up anyway. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
