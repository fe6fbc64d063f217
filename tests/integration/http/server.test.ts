import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import type { AppEnv } from "../../../service/http/dependencies.ts";
import { readBytes } from "../../../service/http/middleware/body.ts";
import { ListenError, type RunningServer, startServer } from "../../../service/http/server.ts";
import { withWaitSignal } from "../../../service/http/waiting.ts";
import { nodeWarnings } from "../../helpers/node-warnings.ts";

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close({ graceMs: 0 });
});

async function start(app: Hono<AppEnv>, port = 0): Promise<RunningServer> {
  const server = await startServer(app, { host: "127.0.0.1", port });
  running.push(server);
  return server;
}

function open(
  url: string,
  text: string,
): { readonly socket: Socket; received: () => string; closed: () => boolean } {
  const { hostname, port } = new URL(url);
  let received = "";
  let closed = false;
  const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text));
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => (received += chunk));
  socket.on("error", () => undefined);
  socket.on("close", () => (closed = true));
  return { socket, received: () => received, closed: () => closed };
}

const hello = (): Hono<AppEnv> => new Hono<AppEnv>().get("/", (c) => c.text("hello"));

describe("startServer", () => {
  it("serves on a free port and returns its URL", async () => {
    const { url } = await start(hello());
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(url)).text()).toBe("hello");
  });

  it("says in one line what to do if the port is in use", async () => {
    const { url } = await start(hello());
    const port = Number(new URL(url).port);
    const failed = start(hello(), port);
    await expect(failed).rejects.toThrow(ListenError);
    await expect(failed).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use\\. .*set PORT.*$`),
    );
  });

  it("says so if the address is not this machine's", async () => {
    await expect(startServer(hello(), { host: "192.0.2.1", port: 0 })).rejects.toThrow(
      /192\.0\.2\.1 is not an address of this machine/,
    );
  });
});

describe("the closing signal", () => {
  it("has more than ten waiting requests as listeners without a warning", async () => {
    let waiting = 0;
    const app = hello().get("/wait", async (c) => {
      waiting += 1;
      const { closing } = c.env;
      await new Promise((resolve) => closing?.addEventListener("abort", resolve, { once: true }));
      return c.text("closing");
    });
    const server = await start(app);
    const warnings = await nodeWarnings(async () => {
      const requests = Array.from({ length: 12 }, () => fetch(`${server.url}/wait`));
      await expect.poll(() => waiting).toBe(requests.length);
      await server.close({ graceMs: 60_000 });
      await Promise.all(requests);
    });
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });
});

describe("close", () => {
  it("lets a running request finish, accepts no new ones, and closes idle connections", async () => {
    let finish = (): void => undefined;
    let entered = false;
    const app = hello().get("/slow", async (c) => {
      entered = true;
      await new Promise<void>((resolve) => (finish = resolve));
      return c.text("finished");
    });
    const server = await start(app);
    const idle = open(server.url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => idle.received().includes("hello")).toBe(true);
    const slow = fetch(`${server.url}/slow`);
    await expect.poll(() => entered).toBe(true);
    const closing = server.close({ graceMs: 5000 });
    await expect.poll(() => idle.closed()).toBe(true);
    await expect(fetch(server.url)).rejects.toThrow();
    finish();
    const response = await slow;
    expect(await response.text()).toBe("finished");
    expect(response.headers.get("connection")).toBe("close");
    await closing;
  });

  it("signals waiting requests to respond with the current state", async () => {
    let waiting = false;
    const app = hello().get("/wait", async (c) => {
      await withWaitSignal(c, (signal) => {
        waiting = true;
        return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      });
      return c.text("unchanged");
    });
    const server = await start(app);
    const response = fetch(`${server.url}/wait`);
    await expect.poll(() => waiting).toBe(true);
    await server.close({ graceMs: 60_000 });
    expect(await (await response).text()).toBe("unchanged");
  });

  it("closes remaining connections after the grace, and may be called twice", async () => {
    let entered = false;
    const app = hello().get("/never", () => {
      entered = true;
      return new Promise<Response>(() => undefined);
    });
    const server = await start(app);
    const never = fetch(`${server.url}/never`).catch(() => "cut");
    await expect.poll(() => entered).toBe(true);
    await Promise.all([server.close({ graceMs: 200 }), server.close({ graceMs: 60_000 })]);
    expect(await never).toBe("cut");
  });

  it("is not delayed by a silent connection", async () => {
    const server = await start(hello());
    const silent = open(server.url, "");
    const halfway = open(server.url, "GET / HTTP/1.1\r\nHos");
    await sleep(100);
    await server.close({ graceMs: 500 });
    await expect.poll(() => silent.closed() && halfway.closed()).toBe(true);
  });
});

describe("a client that disconnects", () => {
  it("ends the waiting", async () => {
    let waiting = false;
    let ended = false;
    const app = hello().get("/wait", async (c) => {
      await withWaitSignal(c, (signal) => {
        waiting = true;
        return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      });
      ended = true;
      return c.text("");
    });
    const { url } = await start(app);
    const client = open(url, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => waiting).toBe(true);
    client.socket.destroy();
    await expect.poll(() => ended).toBe(true);
  });
});

describe("malformed and hostile requests", () => {
  const app = (): Hono<AppEnv> =>
    hello().post("/", async (c) => {
      const bytes = await readBytes(c.req.raw, 1000).catch((error: unknown) =>
        String((error as { code?: unknown }).code),
      );
      return c.text(typeof bytes === "string" ? bytes : String(bytes.byteLength));
    });

  it.each([
    ["nonsense", "nonsense\r\n\r\n"],
    ["a header without an end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    [
      "length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a bad chunk", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n"],
  ])("%s is refused, and others are still served", async (_name, text) => {
    const { url } = await start(app());
    const client = open(url, text);
    await expect.poll(() => client.closed()).toBe(true);
    expect(client.received()).not.toMatch(/HTTP\/1\.1 200[\s\S]*hello/);
    expect(client.received()).not.toMatch(/ at |node:internal/);
    expect(await (await fetch(url)).text()).toBe("hello");
  });

  it("counts a chunked body as it arrives", async () => {
    const { url } = await start(app());
    const chunk = `400\r\n${"x".repeat(1024)}\r\n`;
    const client = open(
      url,
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
    );
    await expect.poll(() => client.received().includes("body_too_large")).toBe(true);
    client.socket.destroy();
  });

  it("detects an interrupted body", async () => {
    const seen: string[] = [];
    const watched = hello().post("/", async (c) => {
      seen.push(
        await readBytes(c.req.raw, 1000).then(
          () => "read",
          (error: unknown) => String((error as { code?: unknown }).code),
        ),
      );
      return c.text("");
    });
    const { url } = await start(watched);
    const client = open(url, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
    await sleep(100);
    client.socket.destroy();
    await expect.poll(() => seen.length > 0).toBe(true);
    expect(seen).toEqual(["invalid_request"]);
  });
});
