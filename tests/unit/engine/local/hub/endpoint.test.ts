import { afterEach, describe, expect, it, vi } from "vitest";
import { HubEndpoint } from "../../../../../engine/local/hub/endpoint.ts";

const signal = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

function endpoint(url = "https://hub.example") {
  return new HubEndpoint({ url, token: "hf_secret", userAgent: "gavel/0", idleTimeoutMs: 1000 });
}

/** Redirects each address to the next, and returns 200 for the last. */
function route(...addresses: readonly string[]) {
  const asked: [url: string, authorization: string | null][] = [];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    asked.push([url.href, new Headers(init.headers).get("authorization")]);
    const next = addresses[asked.length];
    return next === undefined
      ? new Response("done")
      : new Response(null, { status: 302, headers: { location: next } });
  });
  return asked;
}

describe("HubEndpoint", () => {
  it("sends the token only to its own origin, whatever the order", async () => {
    const asked = route(
      "https://hub.example/a",
      "/b",
      "https://cdn.example/c",
      "https://hub.example:8443/d",
      "https://hub.example/e",
    );
    const answer = await endpoint("https://hub.example/").get("https://hub.example/a", {}, signal);
    expect(answer).toMatchObject({ status: 200, host: "hub.example", fromEndpoint: true });
    expect(asked).toEqual([
      ["https://hub.example/a", "Bearer hf_secret"],
      ["https://hub.example/b", "Bearer hf_secret"],
      ["https://cdn.example/c", null],
      ["https://hub.example:8443/d", null],
      ["https://hub.example/e", "Bearer hf_secret"],
    ]);
  });

  it("does not send the token if the first address has another origin", async () => {
    const asked = route("https://elsewhere.example/page=2");
    const answer = await endpoint().get("https://elsewhere.example/page=2", {}, signal);
    expect(answer.fromEndpoint).toBe(false);
    expect(asked).toEqual([["https://elsewhere.example/page=2", null]]);
  });

  it.each([
    ["http://hub.example/a", /from https to http/],
    ["ftp://hub.example/a", /not http or https/],
    ["https://", /not http or https/],
  ])("does not follow a redirect to %s", async (location, message) => {
    route("https://hub.example/a", location);
    await expect(endpoint().get("https://hub.example/a", {}, signal)).rejects.toThrow(message);
  });

  it("limits the number of redirects", async () => {
    route(...Array<string>(20).fill("https://hub.example/a"));
    const request = endpoint().get("https://hub.example/a", {}, signal);
    await expect(request).rejects.toThrow("hub.example redirects more than 8 times");
  });

  it("reports a failed connection without its address", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("fetch of https://hub.example/a?signature=x failed", {
        cause: Object.assign(new Error("secret"), { code: "ECONNRESET" }),
      });
    });
    const request = endpoint().get("https://hub.example/a?signature=x", {}, signal);
    await expect(request).rejects.toThrow(/^the connection to hub\.example failed \(ECONNRESET\)$/);
  });

  it.each([
    ["nowhere", "hf_x"],
    ["ftp://hub.example", "hf_x"],
    ["https://user:secret@hub.example", "hf_x"],
    ["https://hub.example?x=1", "hf_x"],
    ["https://hub.example", "two words"],
    ["https://hub.example", "line\nbreak"],
  ])("rejects %j with the token %j, and repeats neither", (url, token) => {
    const make = () => new HubEndpoint({ url, token, userAgent: "gavel/0", idleTimeoutMs: 1000 });
    expect(make).toThrow(/^the hub's (address|token) must/);
    expect(make).not.toThrow(/secret|words|break/);
  });
});
