import { afterEach, describe, expect, it, vi } from "vitest";
import { HubEndpoint } from "../../../../../engine/local/hub/endpoint.ts";

const signal = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

function endpoint(url = "https://hub.example") {
  return new HubEndpoint({ url, token: "hf_secret", userAgent: "gavel/0", silenceMs: 1000 });
}

/** Answers each address with a redirect to the next, and the last with 200. */
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
  it("shows the token to its own origin and to no other, whatever the order", async () => {
    const asked = route(
      "https://hub.example/a",
      "/b",
      "https://cdn.example/c",
      "https://hub.example:8443/d",
      "https://hub.example/e",
    );
    const answer = await endpoint("https://hub.example/").get("https://hub.example/a", {}, signal);
    expect(answer).toMatchObject({ status: 200, host: "hub.example", ofEndpoint: true });
    expect(asked).toEqual([
      ["https://hub.example/a", "Bearer hf_secret"],
      ["https://hub.example/b", "Bearer hf_secret"],
      ["https://cdn.example/c", null],
      ["https://hub.example:8443/d", null],
      ["https://hub.example/e", "Bearer hf_secret"],
    ]);
  });

  it("shows it not even at first where the first address is another's", async () => {
    const asked = route("https://elsewhere.example/page=2");
    const answer = await endpoint().get("https://elsewhere.example/page=2", {}, signal);
    expect(answer.ofEndpoint).toBe(false);
    expect(asked).toEqual([["https://elsewhere.example/page=2", null]]);
  });

  it.each([
    ["http://hub.example/a", /from https to plain http/],
    ["ftp://hub.example/a", /not an http address/],
    ["https://", /not an http address/],
  ])("does not follow a redirect to %s", async (location, message) => {
    route("https://hub.example/a", location);
    await expect(endpoint().get("https://hub.example/a", {}, signal)).rejects.toThrow(message);
  });

  it("does not go round in circles", async () => {
    route(...Array<string>(20).fill("https://hub.example/a"));
    const asking = endpoint().get("https://hub.example/a", {}, signal);
    await expect(asking).rejects.toThrow("hub.example redirects without end");
  });

  it("tells of a failed connection without its address", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("fetch of https://hub.example/a?signature=x failed", {
        cause: Object.assign(new Error("secret"), { code: "ECONNRESET" }),
      });
    });
    const asking = endpoint().get("https://hub.example/a?signature=x", {}, signal);
    await expect(asking).rejects.toThrow(/^the connection to hub\.example failed \(ECONNRESET\)$/);
  });

  it.each([
    ["nowhere", "hf_x"],
    ["ftp://hub.example", "hf_x"],
    ["https://user:secret@hub.example", "hf_x"],
    ["https://hub.example?x=1", "hf_x"],
    ["https://hub.example", "two words"],
    ["https://hub.example", "line\nbreak"],
  ])("refuses %j with the token %j, and repeats neither", (url, token) => {
    const make = () => new HubEndpoint({ url, token, userAgent: "gavel/0", silenceMs: 1000 });
    expect(make).toThrow(/^the hub's (address|token) must/);
    expect(make).not.toThrow(/secret|words|break/);
  });
});
