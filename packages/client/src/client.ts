import type { ClassifyRequest, VerdictRecord } from "./api.ts";
import { type AnyCall, type ClientDefaults, createRequest } from "./http-request.ts";
import type {
  CallOptions,
  Conditional,
  FreshResponse,
  Negotiated,
  OperationId,
  OperationResponse,
  UnreadResponse,
} from "./operation-types.ts";
import { sleep } from "./sleep.ts";
import { type Retry, Transport } from "./transport.ts";

export type * from "./api.ts";
export { ConnectionError, GavelError } from "./errors.ts";
export type {
  CallOptions,
  FreshResponse,
  OperationId,
  OperationResponse,
  UnreadResponse,
} from "./operation-types.ts";
export type { RawBody } from "./raw-body.ts";
export type { Retry } from "./transport.ts";

export interface ClientOptions {
  /** The address of the service, such as http://127.0.0.1:8080. */
  readonly url: string;
  readonly key?: string | undefined;
  readonly userAgent?: string;
  /** Aborts every request of this client. */
  readonly signal?: AbortSignal;
  /** How long one attempt may take, not counting the seconds of `Prefer: wait=N`. Default 60 s. */
  readonly timeoutMs?: number;
  /** The maximum number of attempts for one request, including the first. Default 3; 1 turns retries off. */
  readonly maxAttempts?: number;
  /** Called before the pause that precedes another attempt. */
  readonly onRetry?: (retry: Retry) => void;
}

export interface ClassifyOptions {
  /** How long the service waits for the verdict before it returns the current record; 0: not at all. */
  readonly waitSeconds?: number;
  /** The same key with the same request returns the same record, and nothing is judged twice. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

type ClassifyOne = Omit<ClassifyRequest, "policy_id" | "policy_ids"> & {
  readonly policy_id: string;
};

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_ATTEMPTS = 3;
const LONG_POLL_SECONDS = 30;
/** Between two polls, since a service may wait for less time than requested. */
const POLL_PAUSE_MS = 200;

/**
 * A client of one Gavel service. Its methods throw GavelError if the service refuses a request, ConnectionError if it
 * cannot be reached, and the reason of a signal that aborts. Requests that may succeed later are retried: 429 and 503
 * after their Retry-After, and a lost connection if the request is idempotent or has an Idempotency-Key.
 */
export class GavelClient {
  readonly #defaults: ClientDefaults;
  readonly #transport: Transport;
  readonly #signal: AbortSignal | undefined;

  /** Throws TypeError if the URL is not an HTTP URL. */
  constructor(options: ClientOptions) {
    const { url, key, userAgent, signal, onRetry } = options;
    this.#signal = signal;
    this.#defaults = {
      base: parseUrl(url),
      headers: {
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(userAgent === undefined ? {} : { "User-Agent": userAgent }),
      },
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    };
    this.#transport = new Transport(signal, {
      maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
      onRetry,
    });
  }

  /** Judges content under one policy. Check `status`: only "completed" has a verdict. */
  async classify(
    request: ClassifyOne,
    { waitSeconds, idempotencyKey, signal }: ClassifyOptions = {},
  ): Promise<VerdictRecord> {
    const { data } = await this.call("classify", {
      body: request,
      headers: {
        ...(waitSeconds === undefined
          ? {}
          : { Prefer: waitSeconds === 0 ? "respond-async" : `wait=${waitSeconds}` }),
        ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    return data as VerdictRecord;
  }

  /** Waits until a record is completed, failed or expired; a signal limits the wait. */
  async settled(verdictId: string, options: { readonly signal?: AbortSignal } = {}): Promise<VerdictRecord> {
    for (;;) {
      const { data } = await this.call("getVerdict", {
        path: { verdict_id: verdictId },
        headers: { Prefer: `wait=${LONG_POLL_SECONDS}` },
        ...options,
      });
      if (data.status !== "queued" && data.status !== "running") return data;
      await sleep(POLL_PAUSE_MS, [this.#signal, options.signal]);
    }
  }

  /** Calls any operation of the service's reference by its id. */
  call<Id extends OperationId>(id: Id, options: CallOptions<Id> & Negotiated): Promise<UnreadResponse>;
  call<Id extends OperationId>(
    id: Id,
    options: CallOptions<Id> & Conditional,
  ): Promise<OperationResponse<Id>>;
  call<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<FreshResponse<Id>>;
  async call<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<unknown> {
    return this.#transport.send(createRequest(id, options as AnyCall, this.#defaults));
  }
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError("the address of the service must be a URL that starts with http:// or https://");
  }
  const url = new URL(text);
  url.search = "";
  url.hash = "";
  return url;
}
