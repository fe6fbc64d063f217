import { OPERATIONS } from "./api.ts";
import type { OperationId } from "./operation-types.ts";
import type { RawBody } from "./raw-body.ts";
import { streamOf } from "./stream-of.ts";

/** POST operations that leave the service in the same state when they are repeated. */
const REPEATABLE_POSTS: ReadonlySet<OperationId> = new Set([
  "activatePolicy",
  "cancelBatch",
  "lintPolicy",
  "draftStatementOfReasons",
  "replayDeadWebhookDeliveries",
  "replayWebhookDelivery",
]);
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(["GET", "PUT", "DELETE"]);

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The untyped form of a call's options. */
export interface AnyCall {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface HttpRequest {
  /** Method and path, for errors. */
  readonly name: string;
  readonly url: URL;
  readonly init: RequestInit & { readonly duplex?: "half" };
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** "json": anything else is not from a Gavel service; "any": returned unread unless it is JSON. */
  readonly expects: "json" | "any" | "unread";
  /** Whether the same body can be sent again. */
  readonly resendable: boolean;
  /** Whether sending it twice does no harm, so that it can be sent again after a lost connection. */
  readonly repeatable: boolean;
}

export interface ClientDefaults {
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export function createRequest(id: OperationId, call: AnyCall, defaults: ClientDefaults): HttpRequest {
  const { method, path, mediaType, json } = OPERATIONS[id];
  const { body, signal } = call;
  const given = Object.fromEntries(
    Object.entries(call.headers ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const filled = fillPath(path, call.path ?? {});
  const isStream = isIterable(body) || body instanceof ReadableStream;
  return {
    name: `${method} ${filled}`,
    url: urlOf(defaults.base, filled, call.query ?? {}),
    init: {
      method,
      headers: {
        Accept: "application/json, */*;q=0.1",
        ...defaults.headers,
        // FormData sets its own, with a boundary.
        ...(body === undefined || mediaType === null || body instanceof FormData
          ? {}
          : { "Content-Type": mediaType }),
        ...given,
      },
      ...(body === undefined ? {} : { body: encodeBody(body) }),
      // fetch requires it for a stream.
      ...(isStream ? { duplex: "half" as const } : {}),
      // A redirect must not carry the key to another host.
      redirect: "manual",
    },
    signal,
    timeoutMs: (call.timeoutMs ?? defaults.timeoutMs) + waitMs(given["Prefer"]),
    expects: given["Accept"] === undefined ? (json ? "json" : "any") : "unread",
    resendable: !isStream,
    repeatable:
      IDEMPOTENT_METHODS.has(method) || REPEATABLE_POSTS.has(id) || given["Idempotency-Key"] !== undefined,
  };
}

function urlOf(base: URL, path: string, query: Query): URL {
  const url = new URL(base.href.replace(/\/$/, "") + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function fillPath(path: string, values: Readonly<Record<string, string | number>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

/** How long the service itself may wait before it responds. */
function waitMs(prefer: string | undefined): number {
  return Number(/\bwait=(\d+)/.exec(prefer ?? "")?.[1] ?? 0) * 1000;
}

function encodeBody(body: unknown): Exclude<RawBody, AsyncIterable<Uint8Array>> | ReadableStream {
  if (isIterable(body)) return streamOf(body);
  return isPlainData(body) ? JSON.stringify(body) : (body as string);
}

/** Not a ReadableStream, which is iterable too. */
function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return (
    typeof body === "object" &&
    body !== null &&
    !(body instanceof ReadableStream) &&
    Symbol.asyncIterator in body
  );
}

function isPlainData(body: unknown): boolean {
  return (
    typeof body === "object" && (Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype)
  );
}
