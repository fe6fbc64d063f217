import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { AddressRefusedError } from "./guarded-lookup.ts";

/** What a receiver made of a delivery. Its body is not looked at. */
export interface Answer {
  readonly statusCode: number;
  readonly retryAfter: string | undefined;
}

/** Why there was no answer. Names no address and quotes nothing. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly reason: "timeout" | "address_refused" | "unresolvable" | "connection_failed" | "aborted";

  constructor(reason: SendError["reason"], options?: ErrorOptions) {
    super(`The delivery failed: ${reason}`, options);
    this.reason = reason;
  }
}

export interface SenderOptions {
  /** Null: the system's own, which connects anywhere. */
  readonly lookup: LookupFunction | null;
  /** From the start of the attempt until the answer's head. */
  readonly timeoutMs: number;
}

export interface Message {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver that goes on sending beyond this has its connection closed. */
const MAX_DISCARDED_BYTES = 64 * 1024;
const IDLE_SOCKETS_PER_HOST = 8;
/** Below the idle time of common servers, which is 5 s at least; see also the repetition in `send`. */
const IDLE_MS = 4000;

/**
 * POSTs deliveries over kept-alive connections, each of which was opened to an address that `lookup` let
 * pass. Redirects are not followed: they would lead past that.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #http = new HttpAgent(AGENT);
  readonly #https = new HttpsAgent(AGENT);

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resolves with any answer. Throws SendError. */
  async send(message: Message, signal: AbortSignal): Promise<Answer> {
    const deadline = performance.now() + this.#options.timeoutMs;
    for (;;) {
      const outcome = await this.#attempt(message, deadline - performance.now(), signal);
      // A server may close a kept-alive connection at the moment that it is used again: nobody's failure.
      if (outcome !== "stale") return outcome;
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #attempt(message: Message, timeoutMs: number, signal: AbortSignal): Promise<Answer | "stale"> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new SendError("aborted"));
      const request = this.#request(message);
      const fail = (reason: SendError["reason"]): void => void request.destroy(new SendError(reason));
      const onAbort = (): void => fail("aborted");
      const timer = setTimeout(() => fail("timeout"), Math.max(0, timeoutMs));
      signal.addEventListener("abort", onAbort, { once: true });
      request.once("close", () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        if (request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE")) resolve("stale");
        else reject(toSendError(error));
      });
      request.once("response", (response: IncomingMessage) => {
        discard(response, request);
        resolve({
          statusCode: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"],
        });
      });
      request.end(message.body);
    });
  }

  #request({ url, headers, body }: Message): ClientRequest {
    const isHttps = url.protocol === "https:";
    const { lookup } = this.#options;
    return (isHttps ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: isHttps ? this.#https : this.#http,
      headers: { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
      ...(lookup === null ? {} : { lookup }),
    });
  }
}

const AGENT = { keepAlive: true, maxFreeSockets: IDLE_SOCKETS_PER_HOST, timeout: IDLE_MS };

/** Reads a body to nowhere, so that the connection can be used again. The attempt's timer bounds the time. */
function discard(response: IncomingMessage, request: ClientRequest): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  // The answer is known: what happens to its body changes nothing.
  response.on("error", () => undefined);
}

function toSendError(error: NodeJS.ErrnoException): SendError {
  if (error instanceof SendError) return error;
  const reason =
    error instanceof AddressRefusedError
      ? "address_refused"
      : error.code === "ENOTFOUND" || error.code === "EAI_AGAIN"
        ? "unresolvable"
        : "connection_failed";
  return new SendError(reason, { cause: error });
}
