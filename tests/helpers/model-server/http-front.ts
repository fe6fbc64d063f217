import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { SchemaUnsupportedError } from "../../../engine/errors.ts";
import { edited, type Fault } from "./faults.ts";
import type { RecordedRequest } from "./options.ts";
import { Threads } from "./threads.ts";
import { type Fields, record, Refusal, type Reply, Stream, type Wire, type WireContext } from "./wire.ts";

const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface FrontOptions {
  readonly apiKey: string | null;
  readonly faults: readonly (Fault | null)[];
  /** Number of requests that are refused before the model is loaded. */
  readonly loadingRequests: number;
  /** Called with every request before its response. */
  readonly onRequest: (request: RecordedRequest) => Promise<void>;
}

/** A server with one wire, not listening yet. */
export function createFront(
  makeWire: (context: WireContext) => Wire,
  context: WireContext,
  options: FrontOptions,
): Server {
  let posts = 0;
  let loading = options.loadingRequests;
  const threads = new Threads();
  return createServer((request, response) => {
    const isLoading = loading-- > 0;
    const fault = !isLoading && request.method === "POST" ? (options.faults[posts++] ?? null) : null;
    const wire = makeWire(withFault(context, fault));
    const refusal = isLoading ? { status: 503, body: wire.error(503, "Loading model") } : null;
    threads
      .run(wire.threads ?? Number.POSITIVE_INFINITY, () =>
        answer(request, response, wire, refusal, fault, options),
      )
      .catch(() => response.destroy());
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  wire: Wire,
  refusal: Reply | null,
  fault: Fault | null,
  { apiKey, onRequest }: FrontOptions,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const { pathname } = new URL(request.url ?? "/", "http://server");
  const method = request.method ?? "GET";
  const raw = await readBody(request);
  const body = parsed(raw);
  await onRequest({ method, path: pathname, headers: request.headers, body });
  if (fault?.kind === "hang") return;
  if (fault?.kind === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const reply =
    refusal ??
    (await replyTo(`${method} ${pathname}`, body, gone.signal, wire, fault, {
      wanted: wire.open?.includes(pathname) === true ? null : apiKey,
      given: request.headers.authorization,
    }));
  if (gone.signal.aborted) return;
  const whole = { ...reply, headers: { ...wire.headers, ...reply.headers } };
  if (reply.body instanceof Stream) await sendStream(response, whole.headers, reply.body, wire);
  else send(response, whole, fault);
}

/** A failure in the middle of a stream is its last event. */
async function sendStream(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  { events }: Stream,
  wire: Wire,
): Promise<void> {
  const write = (event: unknown): void => void response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { "content-type": "text/event-stream", ...headers });
  try {
    for await (const event of events) write(event);
  } catch (error) {
    const { status, message } = error instanceof Refusal ? error : { status: 500, message: String(error) };
    write(wire.error(status, message));
  }
  response.end();
}

async function replyTo(
  route: string,
  body: unknown,
  signal: AbortSignal,
  wire: Wire,
  fault: Fault | null,
  key: { readonly wanted: string | null; readonly given: string | undefined },
): Promise<Reply> {
  try {
    if (fault?.kind === "answer") return fault;
    if (key.wanted !== null && !sameKey(key.given ?? "", `Bearer ${key.wanted}`)) {
      throw new Refusal(401, "Unauthorized");
    }
    const handler = wire.routes[route];
    if (handler === undefined) throw new Refusal(404, "Not Found");
    const fields: Fields | undefined = route.startsWith("POST") ? record(body) : {};
    if (fields === undefined) throw new Refusal(400, "the body must be a JSON object");
    const reply = await handler(fields, signal);
    return fault?.kind === "edit" ? { ...reply, body: edited(reply.body, fault.values) } : reply;
  } catch (error) {
    if (error instanceof Refusal) {
      return { status: error.status, body: error.body ?? wire.error(error.status, error.message) };
    }
    if (error instanceof SchemaUnsupportedError) {
      return { status: 400, body: wire.error(400, error.message) };
    }
    return { status: 500, body: wire.error(500, String(error)) };
  }
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, body }: Reply,
  fault: Fault | null,
): void {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/plain" : "application/json";
  const half = payload.slice(0, Math.floor(payload.length / 2));
  if (fault?.kind === "half body") {
    response.writeHead(status, { "content-type": type, ...headers }).end(half);
    return;
  }
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(payload),
    ...headers,
  });
  if (fault?.kind === "reset in body") {
    response.write(half, () => response.socket?.resetAndDestroy());
    return;
  }
  response.end(payload);
}

function withFault(context: WireContext, fault: Fault | null): WireContext {
  if (fault?.kind === "ignore schema") {
    return {
      ...context,
      generate: (request, signal) => {
        const { schema: _, ...free } = request;
        return context.generate(free, signal);
      },
    };
  }
  if (fault?.kind === "cut prompt") {
    return {
      ...context,
      generate: (request, signal) =>
        context.generate({ ...request, prompt: request.prompt.slice(-fault.tokens) }, signal),
    };
  }
  return context;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(raw: string): unknown {
  if (raw === "") return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
}

function sameKey(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
