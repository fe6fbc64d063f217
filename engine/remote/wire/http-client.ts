import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pause } from "../../waiting/pause.ts";
import { abortedError, connectionError, malformedAnswer, statusError } from "../errors.ts";
import { parseEventStream } from "./event-stream.ts";
import { parseJson } from "./read-json.ts";

/** A verdict with logprobs takes some 100 KB; what is larger is no answer of a model server. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** A server that asks for a longer pause is not waited for: the queue has the item. */
const MAX_RETRY_AFTER_MS = 30_000;
const MAX_PAUSES = 2;

export interface HttpAnswer {
  readonly status: number;
  /** The parsed body, and of an event stream a list of what its events hold; undefined if it is not JSON. */
  readonly body: unknown;
  /** Milliseconds of a Retry-After header in seconds; null where there is none. */
  readonly retryAfterMs: number | null;
}

/**
 * JSON over HTTP to one server, with connections kept open. node:http and not fetch, whose own limits (five
 * minutes to the first byte) end a long generation; here the caller's signal is the only limit.
 */
export class HttpClient {
  readonly #root: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #secure: boolean;
  /** Of answers' bodies so far: it grows while an answer streams in. */
  bytesReceived = 0;

  constructor(options: { readonly url: string; readonly apiKey: string | null }) {
    // Whoever copies a base URL from a server's documentation has the /v1 at its end.
    this.#root = options.url.replace(/(?<!\/)\/+$/, "").replace(/\/v1$/, "");
    this.#secure = new URL(options.url).protocol === "https:";
    this.#agent = this.#secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    this.#headers = {
      Accept: "application/json",
      ...(options.apiKey === null ? {} : { Authorization: `Bearer ${options.apiKey}` }),
    };
  }

  /** The parsed body of a 2xx. Throws EngineError for everything else; aborting `signal` closes the socket. */
  async call(path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    for (let pauses = 0; ; pauses += 1) {
      const answer = await this.ask(path, body, signal);
      if (answer.status >= 200 && answer.status < 300) {
        if (answer.body === undefined) throw malformedAnswer("it is not JSON");
        return answer.body;
      }
      const { retryAfterMs } = answer;
      const waits = retryAfterMs !== null && retryAfterMs <= MAX_RETRY_AFTER_MS && pauses < MAX_PAUSES;
      if (!waits || (answer.status !== 429 && answer.status !== 503)) {
        throw statusError(answer.status, answer.body);
      }
      // The request keeps its place meanwhile, so that a busy server is sent no more.
      await pause(retryAfterMs, signal);
      if (signal.aborted) throw abortedError();
    }
  }

  /** One request, GET where `body` is undefined. Throws EngineUnavailableError and EngineAbortedError only. */
  async ask(path: string, body: unknown, signal: AbortSignal): Promise<HttpAnswer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const first = await this.#send(path, text, signal);
    // The server closed a kept connection while the request was on its way: nobody has read it.
    return first === "stale" ? this.#mustSend(path, text, signal) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #mustSend(path: string, text: string | undefined, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await this.#send(path, text, signal);
    if (answer === "stale") throw connectionError(null);
    return answer;
  }

  #send(path: string, text: string | undefined, signal: AbortSignal): Promise<HttpAnswer | "stale"> {
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
      let answered = false;
      request.on("response", (response) => {
        answered = true;
        response.on("data", (chunk: Buffer) => (this.bytesReceived += chunk.length));
        readAnswer(response).then(resolve, (error: unknown) =>
          reject(signal.aborted ? abortedError() : connectionError(error)),
        );
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        if (signal.aborted) reject(abortedError());
        else if (!answered && request.reusedSocket && error.code === "ECONNRESET") resolve("stale");
        else reject(connectionError(error));
      });
      request.end(text);
    });
  }
}

/** Rejects where the body breaks off or is longer than MAX_ANSWER_BYTES. */
async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError("The body is too long.");
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
