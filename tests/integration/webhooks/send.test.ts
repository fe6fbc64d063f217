import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { AddressInfo, LookupFunction, Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { guardedLookup, type Resolve } from "../../../service/webhooks/guarded-lookup.ts";
import { Sender, SendError } from "../../../service/webhooks/send.ts";
import { WebhookReceiver } from "../../helpers/webhook-receiver.ts";

let receiver: WebhookReceiver;
const senders: Sender[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterAll(() => receiver.stop());
afterEach(() => {
  for (const sender of senders.splice(0)) sender.close();
  for (const server of servers.splice(0)) server.close();
  receiver.received.length = 0;
  receiver.answerWith((_, __, response) => response.writeHead(204).end());
});

const resolvesTo =
  (...addresses: string[]): Resolve =>
  (_, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

function makeSender(options: { lookup?: LookupFunction; timeoutMs?: number } = {}): Sender {
  const sender = new Sender({ lookup: options.lookup ?? null, timeoutMs: options.timeoutMs ?? 5000 });
  senders.push(sender);
  return sender;
}

async function send(sender: Sender, url: string, signal = new AbortController().signal): Promise<unknown> {
  const headers = { "webhook-id": "one", "Content-Type": "application/json" };
  return sender
    .send({ url: new URL(url), headers, body: "{}" }, signal)
    .catch((error: unknown) => (error instanceof SendError ? error.reason : error));
}

/** A TCP server whose connections the test handles. */
async function rawServer(onData: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => onData(socket));
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe("Sender", () => {
  it("POSTs the unchanged body and returns the status, over one kept-alive connection", async () => {
    const sender = makeSender();
    expect(await send(sender, receiver.url)).toEqual({ statusCode: 204, retryAfter: undefined });
    receiver.answerWith((_, __, response) => response.writeHead(503, { "Retry-After": "9" }).end("busy"));
    expect(await send(sender, receiver.url)).toEqual({ statusCode: 503, retryAfter: "9" });
    expect(receiver.received[0]).toMatchObject({ body: "{}", headers: { "content-length": "2" } });
  });

  it("does not connect to an address that is not allowed, whatever the name resolved to before", async () => {
    const named = receiver.url.replace("127.0.0.1", "rebinding.example");
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"]) {
      const sender = makeSender({ lookup: guardedLookup(resolvesTo(address)) });
      expect(await send(sender, named), address).toBe("address_refused");
    }
    expect(receiver.received).toEqual([]);
    // Otherwise the request would have arrived:
    const unguarded: LookupFunction = (_, options, callback) =>
      options.all === true
        ? callback(null, [{ address: "127.0.0.1", family: 4 }])
        : callback(null, "127.0.0.1", 4);
    expect(await send(makeSender({ lookup: unguarded }), named)).toMatchObject({ statusCode: 204 });
  });

  it("does not follow redirects", async () => {
    const other = await WebhookReceiver.start();
    receiver.answerWith((_, __, response) => response.writeHead(307, { Location: other.url }).end());
    expect(await send(makeSender(), receiver.url)).toMatchObject({ statusCode: 307 });
    expect(other.received).toEqual([]);
    await other.stop();
  });

  it("times out if the receiver does not respond, and can be aborted", async () => {
    const url = await rawServer(() => undefined);
    expect(await send(makeSender({ timeoutMs: 50 }), url)).toBe("timeout");
    const abort = new AbortController();
    const sending = send(makeSender(), url, abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect(await sending).toBe("aborted");
    expect(await send(makeSender(), url, AbortSignal.abort())).toBe("aborted");
  });

  it("treats the headers as the response, and does not read an endless body", async () => {
    const ended = new Promise<void>((resolve) => {
      receiver.answerWith((_, __, response) => {
        response.writeHead(200);
        const pour = setInterval(() => response.write("x".repeat(16_384)), 1);
        response.once("close", () => {
          clearInterval(pour);
          resolve();
        });
      });
    });
    expect(await send(makeSender(), receiver.url)).toMatchObject({ statusCode: 200 });
    await ended;
  });

  it.each([
    ["a connection closed before the response", (socket: Socket) => socket.destroy()],
    ["what is not HTTP", (socket: Socket) => socket.end("SSH-2.0-OpenSSH\r\n")],
    ["endless headers", (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(200_000)}`)],
  ])("fails on %s", async (_, onData) => {
    expect(await send(makeSender(), await rawServer(onData))).toBe("connection_failed");
  });

  it("fails if nothing listens, if the server does not support TLS, and if the name does not exist", async () => {
    const url = await rawServer(() => undefined);
    servers.pop()?.close();
    expect(await send(makeSender(), url)).toBe("connection_failed");
    expect(await send(makeSender(), receiver.url.replace("http:", "https:"))).toBe("connection_failed");
    const notFound: Resolve = (_, callback) =>
      callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), []);
    const sender = makeSender({ lookup: guardedLookup(notFound) });
    expect(await send(sender, "http://nowhere.example/")).toBe("unresolvable");
  });

  it("does not fail if a receiver closes an idle connection", async () => {
    let connections = 0;
    const url = await rawServer((socket) => {
      connections += 1;
      // Keeps the connection, and closes it when more data arrives.
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      socket.once("data", () => socket.resetAndDestroy());
    });
    const sender = makeSender();
    expect(await send(sender, url)).toMatchObject({ statusCode: 200 });
    expect(await send(sender, url)).toMatchObject({ statusCode: 200 });
    expect(connections).toBe(2);
  });
});
