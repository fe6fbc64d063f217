import { afterEach, describe, expect, it } from "vitest";
import { ApiError, UnreachableError } from "../../../cli/api-errors.ts";
import { GavelClient } from "../../../cli/gavel-client.ts";
import { problem, startScriptedServer } from "./scripted-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function setUp(
  script: Parameters<typeof startScriptedServer>[0],
  signal = new AbortController().signal,
) {
  const server = await startScriptedServer(script);
  closers.push(server.close);
  const notices: string[] = [];
  const client = new GavelClient({
    url: `${server.url}/base`,
    key: "gavel_secret",
    signal,
    userAgent: "test",
    notify: (message) => notices.push(message),
  });
  return { client, notices, ...server };
}

const GET = { method: "GET", path: "/things", repeatable: true } as const;

describe("GavelClient", () => {
  it("sends the key, and keeps a path that the address has", async () => {
    const { client, seen } = await setUp(() => ({ status: 200, body: { ok: 1 } }));
    expect(await client.json({ ...GET, query: { a: "b&c", none: undefined } })).toEqual({ ok: 1 });
    expect(seen[0]).toMatchObject({
      url: "/base/things?a=b%26c",
      headers: { authorization: "Bearer gavel_secret" },
    });
  });

  it("tries 503 again with the same body after Retry-After, and says so", async () => {
    const { client, seen, notices } = await setUp((_, index) =>
      index < 2
        ? { ...problem(503, "queue_full"), headers: { ...problem(503, "").headers, "Retry-After": "0" } }
        : { status: 200 },
    );
    await client.json({ ...GET, method: "POST", headers: { "Idempotency-Key": "k" }, body: { a: 1 } });
    expect(seen.map(({ body, headers }) => [body, headers["idempotency-key"]])).toEqual(
      Array(3).fill(['{"a":1}', "k"]),
    );
    expect(notices).toHaveLength(2);
    expect(notices[0]).toContain("title of queue_full");
  });

  it("gives up on 503 in the end, with the problem's words", async () => {
    const { client, seen } = await setUp(() => ({
      ...problem(503, "not_ready", { detail: "Wait." }),
      headers: { "Content-Type": "application/problem+json", "Retry-After": "0" },
    }));
    await expect(client.json(GET)).rejects.toThrow("title of not_ready (not_ready): Wait.");
    expect(seen).toHaveLength(6);
  });

  it("asks again over a lost connection only where that does no harm", async () => {
    const { client, seen } = await setUp((_, index) =>
      index === 1 || index === 3 ? "drop" : { status: 200, body: {} },
    );
    await client.json(GET);
    await client.json(GET);
    expect(seen).toHaveLength(3);
    await expect(client.json({ ...GET, method: "POST", repeatable: false })).rejects.toThrow(
      UnreachableError,
    );
    expect(seen).toHaveLength(4);
  });

  it("says at once where nobody listens", async () => {
    const { client, close } = await setUp(() => ({ status: 200 }));
    await close();
    await expect(client.json(GET)).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
  });

  it("shows pointers of a problem and escapes what it says", async () => {
    const errors = [{ pointer: "/content", message: "is \u001b[31m required" }];
    const { client } = await setUp(() => problem(400, "invalid_request", { errors }));
    const error = await client.json(GET).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).message).toBe(
      String.raw`title of invalid_request (invalid_request)` +
        "\n" +
        String.raw`  /content is \u001b[31m required`,
    );
  });

  it.each([
    ["a redirect", { status: 302, headers: { Location: "http://127.0.0.1:1/" } }],
    ["a page of another server", { status: 404, headers: { "Content-Type": "text/html" }, body: "<h1>" }],
    ["a problem that is none", { ...problem(400, "x"), body: "null" }],
    ["JSON that is none", { status: 200, body: "{" }],
  ])("does not take %s for an answer", async (_, answer) => {
    const { client, seen } = await setUp(() => answer);
    await expect(client.json(GET)).rejects.toThrow("Is GAVEL_URL the address of a Gavel service?");
    expect(seen).toHaveLength(1);
  });

  it("stops a pause when it is interrupted", async () => {
    const interrupt = new AbortController();
    const { client } = await setUp(() => {
      setTimeout(() => interrupt.abort(new Error("interrupted")), 20);
      return { ...problem(503, "queue_full"), headers: { "Retry-After": "3600" } };
    }, interrupt.signal);
    await expect(client.json(GET)).rejects.toThrow("interrupted");
  });

  it.each(["", "localhost:8080", "ftp://x", "javascript:1"])("refuses the address %j", (url) => {
    const options = {
      key: undefined,
      signal: new AbortController().signal,
      userAgent: "",
      notify: () => undefined,
    };
    expect(() => new GavelClient({ ...options, url })).toThrow("must be a URL");
  });
});
