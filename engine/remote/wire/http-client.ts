import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pause } from "../../waiting/pause.ts";
import { abortedError, connectionError, malformedResponse, statusError } from "../errors.ts";
import { parseEventStream } from "./event-stream.ts";
import { parseJson } from "./read-json.ts";

/** A verdict with log-probabilities has about 100 KB; a much larger response is not one of a model server. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** A longer Retry-After is an error instead of a wait: the queue retries the item. */
const MAX_RETRY_AFTER_MS = 30_000;
const MAX_PAUSES = 2;

export interface HttpResponse {
  readonly status: number;
  /** The parsed body; of an event stream, a list of its parsed events; undefined if it is not JSON. */
  readonly body: unknown;
  /** From a Retry-After header in seconds; null if there is none. */
  readonly retryAfterMs: number | null;
}

/**
 * A client for JSON over HTTP to one server, with keep-alive connections. It uses node:http, because fetch has its
 * own timeouts (five minutes to the first byte), which end a long generation; here only the signal limits the time.
 */
export class HttpClient {
  readonly #root: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #secure: boolean;
  /** Bytes of all response bodies so far; grows while a response is received. */
  bytesReceived = 0;

  constructor(options: { readonly url: string; readonly apiKey: string | null }) {
    // Base URLs in the documentation of servers end with /v1.
    this.#root = options.url.replace(/(?<!\/)\/+$/, "").replace(/\/v1$/, "");
    this.#secure = new URL(options.url).protocol === "https:";
    this.#agent = this.#secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    this.#headers = {
      Accept: "application/json",
      ...(options.apiKey === null ? {} : { Authorization: `Bearer ${options.apiKey}` }),
    };
  }

  /**
   * Returns the parsed body of a 2xx; throws EngineError for any other outcome. Aborting `signal` closes the socket.
   */
  async call(path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    for (let pauses = 0; ; pauses += 1) {
      const response = await this.send(path, body, signal);
      if (response.status >= 200 && response.status < 300) {
        if (response.body === undefined) throw malformedResponse("it is not JSON");
        return response.body;
      }
      const { retryAfterMs } = response;
      const waits = retryAfterMs !== null && retryAfterMs <= MAX_RETRY_AFTER_MS && pauses < MAX_PAUSES;
      if (!waits || (response.status !== 429 && response.status !== 503)) {
        throw statusError(response.status, response.body);
      }
      // The request keeps its slot during the pause, so that a busy server gets no other request.
      await pause(retryAfterMs, signal);
      if (signal.aborted) throw abortedError();
    }
  }

  /**
   * Sends one request: GET if `body` is undefined, else POST. Throws only EngineUnavailableError and
   * EngineAbortedError.
   */
  async send(path: string, body: unknown, signal: AbortSignal): Promise<HttpResponse> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const first = await this.#request(path, text, signal);
    // The server closed the idle connection before it read the request.
    return first === "stale" ? this.#requestAgain(path, text, signal) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #requestAgain(path: string, text: string | undefined, signal: AbortSignal): Promise<HttpResponse> {
    const response = await this.#request(path, text, signal);
    if (response === "stale") throw connectionError(null);
    return response;
  }

  #request(path: string, text: string | undefined, signal: AbortSignal): Promise<HttpResponse | "stale"> {
    return new Promise((resolve, reject) => {
      const options: RequestOptions = {
        method: text === undefined ? "GET" : "POST",
        agent: this.#agent,
        headers:
          text === undefined
            ? this.#headers
            : {
                ...this.#headers,
                "Content-Type": "application/json",
                "Content-Length": Buffer.byteLength(text),
              },
        signal,
      };
      const request = (this.#secure ? httpsRequest : httpRequest)(this.#root + path, options);
      let hasResponse = false;
      request.on("response", (response) => {
        hasResponse = true;
        response.on("data", (chunk: Buffer) => (this.bytesReceived += chunk.length));
        readResponse(response).then(resolve, (error: unknown) =>
          reject(signal.aborted ? abortedError() : connectionError(error)),
        );
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        if (signal.aborted) reject(abortedError());
        else if (!hasResponse && request.reusedSocket && error.code === "ECONNRESET") resolve("stale");
        else reject(connectionError(error));
      });
      request.end(text);
    });
  }
}

/** Rejects if the body is incomplete or longer than MAX_RESPONSE_BYTES. */
async function readResponse(response: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) throw new RangeError("The body is too long.");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const seconds = response.headers["retry-after"];
  return {
    status: response.statusCode ?? 0,
    body: isEventStream(response) ? parseEventStream(text) : parseJson(text),
    retryAfterMs: seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : null,
  };
}

function isEventStream({ headers }: IncomingMessage): boolean {
  return headers["content-type"]?.startsWith("text/event-stream") === true;
}
