import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { ServiceError } from "../../../../service/errors.ts";
import type { AppEnv } from "../../../../service/http/dependencies.ts";
import { ExportLimit } from "../../../../service/http/export-limit.ts";

/** A body that has one block, and ends only if `ends` is true. */
function body({ ends }: { readonly ends: boolean }): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("a line\n"));
      if (ends) controller.close();
    },
  });
}

let app: Hono<AppEnv>;
beforeEach(() => {
  const limit = new ExportLimit(1);
  app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("caller", { keyId: c.req.query("key") ?? "", scopes: ["admin"] });
    await next();
  });
  app.onError((error, c) => c.text(error instanceof ServiceError ? error.code : "another error", 429));
  app.get("/endless", (c) => limit.respond(c, {}, async () => body({ ends: false })));
  app.get("/short", (c) => limit.respond(c, {}, async () => body({ ends: true })));
  app.get("/broken", (c) => limit.respond(c, {}, () => Promise.reject(new Error("as the test says"))));
});

const statusOf = async (path: string, init: RequestInit = {}): Promise<number> =>
  (await app.request(path, init)).status;

describe("ExportLimit", () => {
  it("counts an export of a key until its client has everything or leaves", async () => {
    const first = await app.request("/endless?key=a");
    const refused = await app.request("/short?key=a");
    expect([refused.status, await refused.text()]).toEqual([429, "concurrency_limit_exceeded"]);
    expect(await statusOf("/endless?key=b")).toBe(200);
    await first.body!.cancel();

    const second = await app.request("/short?key=a");
    expect(await statusOf("/short?key=a")).toBe(429);
    expect(await second.text()).toBe("a line\n");
    expect(await statusOf("/short?key=a")).toBe(200);
  });

  it("does not count a client that disconnects before it reads, an export that fails, and HEAD", async () => {
    const leaving = new AbortController();
    await app.request("/endless?key=a", { signal: leaving.signal });
    leaving.abort();
    expect(await statusOf("/broken?key=a")).toBe(429);
    expect(await statusOf("/endless?key=a", { method: "HEAD" })).toBe(200);
    expect(await statusOf("/endless?key=a")).toBe(200);
  });
});
