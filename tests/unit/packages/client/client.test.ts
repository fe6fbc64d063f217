import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ClientOptions,
  ConnectionError,
  GavelClient,
  GavelError,
  type Retry,
} from "../../../../packages/client/src/client.ts";
import { problem, startScriptedServer } from "../../../helpers/scripted-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function setUp(
  script: Parameters<typeof startScriptedServer>[0],
  options: Partial<ClientOptions> = {},
) {
  const server = await startScriptedServer(script);
  closers.push(server.close);
  const retries: Retry[] = [];
  const client = new GavelClient({
    url: `${server.url}/base/`,
    key: "gavel_secret",
    userAgent: "test",
    onRetry: (retry) => retries.push(retry),
    ...options,
  });
  return { client, retries, ...server };
}

const BUSY = {
  ...problem(503, "queue_full", { detail: "Wait." }),
  headers: { "Content-Type": "application/problem+json", "Retry-After": "0" },
};
const classify = { content: "a", policy_id: "spam" };

describe("a request", () => {
  it("sends the key, keeps the path of the address, and omits undefined parameters", async () => {
    const { client, seen } = await setUp(() => ({ status: 200, body: { data: [] } }));
    const { data } = await client.call("listVerdicts", {
      query: { external_id: "b&c", status: undefined },
      headers: { Prefer: undefined },
    });
    expect(data).toEqual({ data: [] });
    expect(seen[0]).toMatchObject({
      method: "GET",
      url: "/base/verdicts?external_id=b%26c",
      headers: { authorization: "Bearer gavel_secret", "user-agent": "test" },
    });
    expect(seen[0]!.headers).not.toHaveProperty("prefer");
  });

  it("is streamed from an iterable", async () => {
    const { client, seen } = await setUp(() => ({ status: 202 }));
    async function* lines() {
      yield new TextEncoder().encode("1\n");
      yield new TextEncoder().encode("2\n");
    }
    await client.call("createBatch", { body: lines() });
    expect(seen[0]).toMatchObject({ body: "1\n2\n", headers: { "content-type": "application/jsonl" } });
  });

  it.each(["", "localhost:8080", "ftp://x", "javascript:1"])("is never sent to %j", (url) => {
    expect(() => new GavelClient({ url })).toThrow("must be a URL that starts with http:// or https://");
  });
});

describe("a retry", () => {
  it("follows a 503 after its Retry-After with the same body, and is reported", async () => {
    const { client, seen, retries } = await setUp((_, index) => (index < 2 ? BUSY : { status: 200 }));
    await client.classify(classify, { idempotencyKey: "k" });
    expect(seen.map(({ body, headers }) => [body, headers["idempotency-key"]])).toEqual(
      Array(3).fill([JSON.stringify(classify), "k"]),
    );
    expect(retries.map(({ error, pauseMs }) => [error.message, pauseMs])).toEqual(
      Array(2).fill(["title of queue_full: Wait.", 0]),
    );
  });

  it("follows a 429 of a limited key, and not one after wrong keys", async () => {
    const limited = { ...BUSY, ...problem(429, "rate_limit_exceeded"), headers: BUSY.headers };
    const { client, seen } = await setUp((_, index) =>
      index === 0 ? limited : { ...problem(429, "authentication_throttled"), headers: BUSY.headers },
    );
    await expect(client.classify(classify)).rejects.toMatchObject({ code: "authentication_throttled" });
    expect(seen).toHaveLength(2);
  });

  it("is one of a limited number", async () => {
    const { client, seen } = await setUp(() => BUSY, { maxAttempts: 4 });
    await expect(client.classify(classify)).rejects.toMatchObject({
      status: 503,
      code: "queue_full",
      retryAfterSeconds: 0,
      request: "POST /classify",
    });
    expect(seen).toHaveLength(4);
  });

  it("waits as long as a Retry-After of any form says, but not for hours", async () => {
    const dates = [new Date(Date.now() + 20_000).toUTCString(), "3600", "soon"];
    const interrupt = new AbortController();
    const pauses: number[] = [];
    for (const date of dates) {
      const { client } = await setUp(() => ({ ...BUSY, headers: { "Retry-After": date } }), {
        signal: interrupt.signal,
        onRetry: ({ pauseMs }) => {
          pauses.push(pauseMs);
          throw new Error("seen");
        },
      });
      await expect(client.classify(classify)).rejects.toThrow("seen");
    }
    const [fromDate, hour, unknown] = pauses;
    expect(fromDate).toBeGreaterThan(1000);
    expect(fromDate).toBeLessThanOrEqual(20_000);
    expect([hour, unknown]).toEqual([60_000, 500]);
  });

  it("follows a lost connection only if the request can be repeated safely", async () => {
    const { client, seen } = await setUp((_, index) =>
      index % 2 === 1 ? "drop" : { status: 200, body: { status: "running" } },
    );
    await client.call("listPolicies", {});
    await client.call("listPolicies", {});
    expect(seen).toHaveLength(3);
    await expect(client.classify(classify)).rejects.toThrow(ConnectionError);
    expect(seen).toHaveLength(4);
    await client.call("listKeys", {});
    await client.classify(classify, { idempotencyKey: "k" });
    await client.call("activatePolicy", { path: { policy_id: "spam" }, body: { version: 1 } });
    expect(seen.map(({ method }) => method)).toEqual([
      ..."GET GET GET POST GET POST POST POST POST".split(" "),
    ]);
  });

  it("never follows a body that can be read only once", async () => {
    const { client, seen } = await setUp(() => BUSY);
    const body = new Blob(["{}\n"]).stream();
    await expect(client.call("createBatch", { body })).rejects.toThrow("title of queue_full");
    expect(seen).toHaveLength(1);
  });

  it("does not follow a first request if nothing listens", async () => {
    const { client, retries, close, url } = await setUp(() => ({ status: 200 }));
    await close();
    const error: unknown = await client.call("listPolicies", {}).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      code: "ECONNREFUSED",
      message: `${url} cannot be reached (ECONNREFUSED)`,
    });
    expect(retries).toEqual([]);
  });

  it.each(["client", "call"])("is not made after the %s's signal aborts", async (owner) => {
    const interrupt = new AbortController();
    const signal = { signal: interrupt.signal };
    const { client, seen } = await setUp(
      () => {
        setTimeout(() => interrupt.abort(new Error("interrupted")), 20);
        return { ...BUSY, headers: { "Retry-After": "3600" } };
      },
      owner === "client" ? signal : {},
    );
    await expect(client.call("listPolicies", owner === "call" ? signal : {})).rejects.toThrow("interrupted");
    expect(seen).toHaveLength(1);
  });
});

describe("a response", () => {
  it.each([
    ["a redirect", { status: 302, headers: { Location: "http://127.0.0.1:1/" } }],
    ["a page of another server", { status: 404, headers: { "Content-Type": "text/html" }, body: "<h1>" }],
    ["its home page", { status: 200, headers: { "Content-Type": "text/html" }, body: "<h1>" }],
    ["a problem document that is null", { ...problem(400, "x"), body: "null" }],
    ["a problem document without a title", { ...problem(400, "x"), body: { code: "x" } }],
    ["broken JSON", { status: 200, body: "{" }],
  ])("is an error without a code if it is %s", async (_, answer) => {
    const { client, seen } = await setUp(() => answer);
    const error: unknown = await client.call("listPolicies", {}).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(GavelError);
    expect(error).toMatchObject({ status: answer.status, code: null, request: "GET /policies" });
    expect(seen).toHaveLength(1);
  });

  it("is returned unread if the caller sets Accept", async () => {
    const { client, seen } = await setUp(() => ({ status: 200, body: '{"a":1}' }));
    const path = { policy_id: "spam", version: 1 };
    const headers = { Accept: "application/json" };
    const { data } = await client.call("getPolicyVersion", { path, headers });
    expect(seen[0]!.headers.accept).toBe("application/json");
    expect(await data.text()).toBe('{"a":1}');
  });

  it("is returned unread if it is empty and not JSON", async () => {
    const { client } = await setUp(() => ({
      status: 200,
      headers: { "Content-Type": "application/jsonl", "Content-Length": "0" },
      body: "",
    }));
    const { data } = await client.call("getBatchResults", { path: { batch_id: "1" } });
    expect(await data.text()).toBe("");
  });

  it("that does not arrive in time is an error, after the wait that `Prefer` requests", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    closers.push(async () => {
      silent.closeAllConnections();
      silent.close();
    });
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const client = new GavelClient({ url, timeoutMs: 40 });
    await expect(client.call("listPolicies", {})).rejects.toThrow(`${url} did not respond within 0.04 s`);
    await expect(client.classify(classify, { waitSeconds: 1 })).rejects.toThrow("within 1.04 s");
    await expect(client.call("listKeys", { timeoutMs: 20 })).rejects.toThrow("within 0.02 s");
  });
});

describe("a streamed response", () => {
  /** Sends a first piece and keeps the connection open. */
  async function openStream(options: Partial<ClientOptions>) {
    const server = createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "application/jsonl" }).write("1\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const closed = () => server.closeAllConnections();
    closers.push(async () => {
      closed();
      server.close();
    });
    const client = new GavelClient({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      timeoutMs: 200,
      ...options,
    });
    const { data } = await client.call("getBatchResults", { path: { batch_id: "1" } });
    const reader = data.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("1\n");
    return { reader, cut: closed };
  }

  it("has no time limit, and ends with the reason of the signal", async () => {
    const interrupt = new AbortController();
    const { reader } = await openStream({ signal: interrupt.signal });
    const next = reader.read();
    setTimeout(() => interrupt.abort(new Error("interrupted")), 400);
    await expect(next).rejects.toThrow("interrupted");
  });

  it("that is interrupted is a connection error", async () => {
    const { reader, cut } = await openStream({});
    const next = reader.read();
    cut();
    await expect(next).rejects.toThrow(ConnectionError);
  });

  it("can be cancelled", async () => {
    const { reader } = await openStream({});
    await reader.cancel();
    expect(await reader.read()).toMatchObject({ done: true });
  });
});
