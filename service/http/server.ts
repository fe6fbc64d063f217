import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { OperatorError } from "../errors.ts";
import type { AppEnv } from "./dependencies.ts";
import { problemResponse, toProblem } from "./problem.ts";

/** Limits for slow senders of headers and bodies. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** A batch upload is received only as fast as its lines are stored, so it may take longer. */
const UPLOAD_PATH = "/batches";
const UPLOAD_TIMEOUT_MS = 60 * 60_000;
/** Longer than the idle timeout that load balancers use (60 s), so that they do not reuse a closed connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_INTERVAL_MS = 5_000;
/** How often idle connections are closed while the server drains. */
const DRAIN_INTERVAL_MS = 50;
/** Pending connections that the system queues: under load, health checks are among them. */
const BACKLOG = 4096;

export interface ListenOptions {
  readonly host: string;
  /** 0 uses a free port. */
  readonly port: number;
}

export interface RunningServer {
  /** The address on this machine: http://host:port. */
  readonly url: string;
  /**
   * Stops accepting requests, ends the waits of requests that wait, lets running ones finish for up to `graceMs`, then
   * closes their connections. Idempotent.
   */
  close(options: { readonly graceMs: number }): Promise<void>;
}

/** The server cannot listen on the address. */
export class ListenError extends OperatorError {
  override readonly name = "ListenError";
}

/** Serves the app. Throws ListenError. */
export async function startServer(app: Hono<AppEnv>, { host, port }: ListenOptions): Promise<RunningServer> {
  const closing = new AbortController();
  // Every waiting request adds a listener; Node warns of a leak above ten.
  setMaxListeners(0, closing.signal);
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const disconnect = (): void => void outgoing.destroy();
      const address = incoming.socket.remoteAddress ?? "";
      const response = await app.fetch(request, { closing: closing.signal, disconnect, address });
      // Otherwise Node keeps the connection alive after `close()` and accepts further requests on it.
      if (closing.signal.aborted) response.headers.set("Connection", "close");
      return response;
    },
    { hostname: host, errorHandler: unroutable },
  );
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: UPLOAD_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    (incoming, outgoing) => {
      if (!isUpload(incoming)) cutSlowBody(incoming, outgoing);
      void listener(incoming, outgoing);
    },
  );
  await listen(server, { host, port });

  let closed: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close: ({ graceMs }) => {
      closing.abort();
      closed ??= drain(server, graceMs);
      return closed;
    },
  };
}

function isUpload({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && url.split("?", 1)[0] === UPLOAD_PATH;
}

/** Node has one requestTimeout for all requests, but uploads may take longer than others. */
function cutSlowBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.complete) return;
  const timer = setTimeout(() => {
    if (incoming.complete) return;
    const { socket } = incoming;
    if (!outgoing.headersSent) socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    socket.destroySoon();
  }, REQUEST_TIMEOUT_MS);
  incoming.once("close", () => clearTimeout(timer));
}

/** For errors before the app is called, such as an invalid target or Host. There is no request id yet. */
function unroutable(error: unknown): Response {
  return problemResponse(toProblem(error, null), {
    "X-Content-Type-Options": "nosniff",
    Connection: "close",
  });
}

function listen(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(listenError(error, host, port));
    server.once("error", fail);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the process that uses it, or set PORT to another port.`,
    EACCES: `Port ${port} requires more privileges than this user has. Set PORT to a port above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Set HOST to one of its addresses, such as 127.0.0.1.`,
    ENOTFOUND: `${host} cannot be resolved. Set HOST to an address of this machine.`,
  };
  const reason =
    reasons[error.code ?? ""] ?? `Cannot listen on ${host}:${port} (${error.code ?? "unknown reason"}).`;
  return new ListenError(reason, { cause: error });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

async function drain(server: Server, graceMs: number): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_INTERVAL_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  try {
    await done;
  } finally {
    clearInterval(idle);
    clearTimeout(cut);
  }
}
