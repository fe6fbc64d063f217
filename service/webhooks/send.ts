import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { AddressRefusedError } from "./guarded-lookup.ts";

/** The response of a receiver, without its body. */
export interface ReceiverResponse {
  readonly statusCode: number;
  readonly retryAfter: string | undefined;
}

/** Why there was no response. Contains no address and no part of the delivery. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly reason: "timeout" | "address_refused" | "unresolvable" | "connection_failed" | "aborted";

  constructor(reason: SendError["reason"], options?: ErrorOptions) {
    super(`The delivery failed: ${reason}`, options);
    this.reason = reason;
  }
}

export interface SenderOptions {
  /** Null: the system's lookup, which allows any address. */
  readonly lookup: LookupFunction | null;
  /** From the start of the attempt until the headers of the response. */
  readonly timeoutMs: number;
}

export interface Message {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection is closed if the body of the response is longer. */
const MAX_DISCARDED_BYTES = 64 * 1024;
const IDLE_SOCKETS_PER_HOST = 8;
/** Shorter than the idle timeout of common servers, which is at least 5 s; see also the retry in `send`. */
const IDLE_MS = 4000;

/**
 * POSTs deliveries over keep-alive connections to addresses that `lookup` allows. Does not follow redirects, which
 * could bypass it.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #http = new HttpAgent(AGENT);
  readonly #https = new HttpsAgent(AGENT);

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resolves with any response. Throws SendError. */
  async send(message: Message, signal: AbortSignal): Promise<ReceiverResponse> {
    const deadline = performance.now() + this.#options.timeoutMs;
    for (;;) {
      const outcome = await this.#attempt(message, deadline - performance.now(), signal);
      // A server may close a keep-alive connection just when it is reused, which is not a failure.
      if (outcome !== "stale") return outcome;
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #attempt(message: Message, timeoutMs: number, signal: AbortSignal): Promise<ReceiverResponse | "stale"> {
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

/** Reads and drops a body, so that the connection can be reused. The attempt's timer limits the time. */
function discard(response: IncomingMessage, request: ClientRequest): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  // The outcome is known; errors in the body do not matter.
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
