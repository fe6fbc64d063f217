import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GavelClient, GavelError } from "../../../packages/client/src/client.ts";
import { ADMIN_KEY, HttpService, POLICY, POLICY_2 } from "./service.ts";

let http: HttpService;
let gavel: GavelClient;
beforeAll(async () => {
  http = await HttpService.start();
  gavel = new GavelClient({ url: `${http.url}/`, key: ADMIN_KEY });
  await gavel.call("putPolicy", { path: { policy_id: "spam" }, body: POLICY });
});
afterAll(async () => {
  await http.stop();
});

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("the typed client against a running service", () => {
  it("judges content", async () => {
    const record = await gavel.classify({ content: "hello", policy_id: "spam", external_id: "a b&c" });
    expect(record).toMatchObject({ status: "completed", verdict: { violation: 0 } });
    const { data } = await gavel.call("listVerdicts", { query: { external_id: "a b&c", limit: 5 } });
    expect(data.data.map(({ id }) => id)).toEqual([record.id]);
    expect((await gavel.call("getVerdict", { path: { verdict_id: record.id } })).data).toEqual(record);
  });

  it("does not judge twice under one idempotency key", async () => {
    const ask = () =>
      gavel.classify({ content: "once", policy_id: "spam" }, { idempotencyKey: "post-1", waitSeconds: 10 });
    expect((await ask()).id).toBe((await ask()).id);
  });

  it("waits for an accepted record, but not after its signal aborts", async () => {
    http.engine.hold();
    const accepted = await gavel.classify({ content: "later", policy_id: "spam" }, { waitSeconds: 0 });
    expect(["queued", "running"]).toContain(accepted.status);
    const impatient = errorOf(gavel.settled(accepted.id, { signal: AbortSignal.timeout(50) }));
    expect(await impatient).toMatchObject({ name: "TimeoutError" });
    const settled = gavel.settled(accepted.id);
    http.engine.release();
    expect(await settled).toMatchObject({ id: accepted.id, status: "completed" });
  });

  it("distinguishes responses by status", async () => {
    const path = { policy_id: "letters" };
    const created = await gavel.call("putPolicy", { path, body: POLICY });
    const again = await gavel.call("putPolicy", { path, body: new TextEncoder().encode(POLICY) });
    expect([created.status, again.status]).toEqual([201, 200]);
    const etag = (await gavel.call("getPolicy", { path })).headers.get("etag")!;
    const same = await gavel.call("getPolicy", { path, headers: { "If-None-Match": etag } });
    expect(same).toMatchObject({ status: 304, data: null });
    await gavel.call("putPolicy", { path, body: POLICY_2, headers: { "If-Match": etag } });
    const active = await gavel.call("activatePolicy", { path, body: { version: 2 } });
    expect(active.data).toMatchObject({ id: "letters", active_version: 2 });
    expect(await gavel.call("deletePolicy", { path })).toMatchObject({ status: 204, data: null });
  });

  it("returns a response unread if it is not JSON", async () => {
    const { data } = await gavel.call("metrics", {});
    expect(await data.text()).toContain("gavel_");
  });

  it("turns a problem into an error that says what and why", async () => {
    const unknown = await errorOf(gavel.classify({ content: "hello", policy_id: "none" }));
    expect(unknown).toBeInstanceOf(GavelError);
    expect(unknown).toMatchObject({
      status: 404,
      code: "policy_not_found",
      problem: { title: expect.any(String) },
    });
    const stranger = new GavelClient({ url: http.url, key: "wrong" });
    const refused = await errorOf(stranger.call("listPolicies", {}));
    expect(refused).toMatchObject({ status: 401, code: "unauthorized" });
    expect(JSON.stringify(refused)).not.toContain("wrong");
  });

  it("escapes path segments", async () => {
    const error = await errorOf(gavel.call("getPolicy", { path: { policy_id: "../keys?x=1#y" } }));
    expect(error).toMatchObject({ status: 404 });
  });
});

describe("the typed client against another server", () => {
  let other: Server;
  let elsewhere: GavelClient;
  let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };
  let received: { readonly type: string | undefined; readonly body: string };
  beforeAll(async () => {
    other = createServer((request, response) => {
      void text(request).then((body) => {
        received = { type: request.headers["content-type"], body };
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    elsewhere = new GavelClient({ url: `http://127.0.0.1:${port}`, key: "key", maxAttempts: 1 });
  });
  afterAll(() => {
    other.close();
  });

  it("sends bodies as they are, under their own media type", async () => {
    answer = { status: 202, headers: { "content-type": "application/json" }, body: "{}" };
    const lines = '{"content":"a"}\n{"content":"b"}\n';
    await elsewhere.call("createBatch", { body: lines });
    expect(received).toEqual({ type: "application/jsonl", body: lines });
    await elsewhere.call("createBatch", { body: new Blob([lines]).stream() });
    expect(received).toEqual({ type: "application/jsonl", body: lines });
    await elsewhere.call("createBatch", { body: "content\na\n", headers: { "Content-Type": "text/csv" } });
    expect(received).toEqual({ type: "text/csv", body: "content\na\n" });
    const form = new FormData();
    form.set("file", new Blob([lines]), "items.jsonl");
    await elsewhere.call("createBatch", { body: form });
    expect(received.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(received.body).toContain(lines);
  });

  it("does not parse JSON Lines as JSON", async () => {
    answer = { status: 200, headers: { "content-type": "application/jsonl" }, body: "{}\n{}\n" };
    const { data } = await elsewhere.call("getBatchResults", { path: { batch_id: "1" } });
    expect(await data.text()).toBe("{}\n{}\n");
  });

  it.each([
    [
      "a gateway's page",
      { status: 502, headers: { "content-type": "text/html" }, body: "<h1>Bad gateway</h1>" },
    ],
    [
      "half a problem",
      { status: 500, headers: { "content-type": "application/problem+json" }, body: '{"code"' },
    ],
    [
      "a problem without a code",
      { status: 500, headers: { "content-type": "application/problem+json" }, body: "[]" },
    ],
    ["a redirect, which is not followed", { status: 302, headers: { location: "http://127.0.0.1:9/" } }],
  ])("throws an error for %s", async (_, given) => {
    answer = given;
    const error = await errorOf(elsewhere.call("listPolicies", {}));
    expect(error).toBeInstanceOf(GavelError);
    expect(error).toMatchObject({ status: given.status, code: null, problem: null });
  });

  it("says when to retry", async () => {
    answer = { status: 503, headers: { "retry-after": "7" } };
    expect(await errorOf(elsewhere.call("listPolicies", {}))).toMatchObject({ retryAfterSeconds: 7 });
  });
});
