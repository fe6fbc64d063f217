import { OPERATIONS, type Schemas } from "./api.ts";
import { errorFrom } from "./gavel-error.ts";
import type { Answer, CallOptions, Conditional, FreshAnswer, OperationId } from "./operation-types.ts";

export type { Operations, Schemas } from "./api.ts";
export { GavelError } from "./gavel-error.ts";
export type { Answer, CallOptions, FreshAnswer, OperationId } from "./operation-types.ts";
export type { RawBody } from "./raw-body.ts";

export interface ClientOptions {
  /** Of the service, such as http://127.0.0.1:8080. */
  readonly url: string;
  readonly key: string;
}

export interface ClassifyOptions {
  /** How long the service waits for the verdict before it answers with the record as it stands; 0: not at all. */
  readonly waitSeconds?: number;
  /** Sent again with the same request, it gives the same record instead of judging twice. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

type ClassifyOne = Omit<Schemas["ClassifyRequest"], "policy_id" | "policy_ids"> & {
  readonly policy_id: string;
};

/** The loose form that `call` works on; its callers see the operation's own types. */
interface AnyCall {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const LONG_POLL_SECONDS = 30;
/** Between two of them: a service may wait shorter than it is asked to. */
const PAUSE_MS = 200;

/** A Gavel service. Every method throws GavelError where the service refuses, and what `fetch` throws otherwise. */
export class GavelClient {
  readonly #base: string;
  readonly #key: string;

  constructor({ url, key }: ClientOptions) {
    this.#base = url.replace(/(?<!\/)\/+$/, "");
    this.#key = key;
  }

  /** Judges one content by one policy. Look at `status`: only "completed" has a verdict. */
  async classify(
    request: ClassifyOne,
    { waitSeconds, idempotencyKey, signal }: ClassifyOptions = {},
  ): Promise<Schemas["VerdictRecord"]> {
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
    return data as Schemas["VerdictRecord"];
  }

  /** Waits until a record is completed, failed or expired. Give a signal to wait no longer than that. */
  async settled(
    verdictId: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Schemas["VerdictRecord"]> {
    for (;;) {
      const { data } = await this.call("getVerdict", {
        path: { verdict_id: verdictId },
        headers: { Prefer: `wait=${LONG_POLL_SECONDS}` },
        ...options,
      });
      if (data.status !== "queued" && data.status !== "running") return data;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Any operation of the service's reference, by its id. */
  call<Id extends OperationId>(id: Id, options: CallOptions<Id> & Conditional): Promise<Answer<Id>>;
  call<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<FreshAnswer<Id>>;
  async call<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<Answer<Id>> {
    const { method, path, mediaType } = OPERATIONS[id];
    const { path: inPath = {}, query = {}, headers = {}, body, signal } = options as AnyCall;
    const response = await fetch(this.#base + fillPath(path, inPath) + queryText(query), {
      method,
      headers: {
        Accept: "application/json, */*;q=0.1",
        Authorization: `Bearer ${this.#key}`,
        // FormData names its own boundary.
        ...(body === undefined || mediaType === null || body instanceof FormData
          ? {}
          : { "Content-Type": mediaType }),
        ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
      },
      ...(body === undefined ? {} : { body: isMessage(body) ? JSON.stringify(body) : (body as string) }),
      ...(body instanceof ReadableStream ? { duplex: "half" as const } : {}),
      ...(signal === undefined ? {} : { signal }),
      // The key must not follow a redirect to another place.
      redirect: "manual",
    });
    if (!response.ok && response.status !== 304) throw await errorFrom(response);
    return { status: response.status, data: await dataOf(response), headers: response.headers } as Answer<Id>;
  }
}

function fillPath(path: string, values: Readonly<Record<string, string | number>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === "" ? "" : `?${text}`;
}

/** Plain data, which is sent as JSON. */
function isMessage(body: unknown): boolean {
  return (
    typeof body === "object" && (Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype)
  );
}

async function dataOf(response: Response): Promise<unknown> {
  // Not application/jsonl.
  if (/^application\/json\s*(;|$)/i.test(response.headers.get("content-type") ?? "")) return response.json();
  return response.body === null || response.headers.get("content-length") === "0" ? null : response;
}
