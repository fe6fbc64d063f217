import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Batch } from "../../../schemas/batch.ts";
import { ADMIN_KEY, HttpService, problemOf } from "../http/service.ts";
import { BatchClient, CSV, JSONL, line } from "./batch-client.ts";
import { eventually } from "../../helpers/eventually.ts";

let http: HttpService;
let client: BatchClient;
beforeAll(async () => {
  http = await HttpService.start();
  client = new BatchClient(http);
  await http.putPolicy("spam");
});
afterAll(() => http.stop());

function send(
  body: string | FormData,
  key: string,
  { query = "?policy_id=spam", headers = JSONL as Record<string, string>, apiKey = ADMIN_KEY } = {},
): Promise<Response> {
  return fetch(`${http.url}/batches${query}`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${apiKey}`, "idempotency-key": key, ...headers },
  });
}

const idOf = async (response: Response): Promise<string> => ((await response.json()) as Batch).id;

describe("an upload with an Idempotency-Key", () => {
  it("that is sent again returns the same batch, and nothing is judged twice", async () => {
    const body = [line("idempotent 1", { external_id: "a" }), line("idempotent 2"), "bad"].join("\n");
    const first = await send(body, "nightly");
    expect(first.status).toBe(202);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const id = await idOf(first);
    await client.ended(id);
    const asked = http.engine.requests.length;

    const again = await send(body, "nightly");
    expect(again.status).toBe(202);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("location")).toBe(`/batches/${id}`);
    expect(await again.json()).toMatchObject({ id, status: "completed", items: { completed: 2 } });
    expect(http.engine.requests.length).toBe(asked);
  });

  it("is the same however its bytes arrive, including as the file of a form", async () => {
    const body = [line("in pieces 1"), line("in pieces 2")].join("\n");
    const id = await idOf(await send(body, "pieces"));
    const form = (): FormData => {
      const data = new FormData();
      data.append("file", new File([body], "a.jsonl", { type: "application/jsonl" }));
      return data;
    };
    expect(await idOf(await send(form(), "pieces", { headers: {} }))).toBe(id);
    expect(await idOf(await send(form(), "pieces", { headers: {} }))).toBe(id);
  });

  it("is refused with other lines, another query or format", async () => {
    await send(line("the one"), "conflict");
    for (const [body, options] of [
      [line("the other"), {}],
      [`${line("the one")}\n`, {}],
      [line("the one"), { query: "?policy_id=spam&reasoning_effort=low" }],
      [line("the one"), { headers: CSV }],
    ] as const) {
      const response = await send(body, "conflict", options);
      expect(response.status).toBe(409);
      expect((await problemOf(response)).code).toBe("idempotency_conflict");
    }
  });

  it("belongs to the key that sent it", async () => {
    const id = await idOf(await send(line("mine"), "shared-name"));
    const apiKey = await http.createKey("classify");
    expect(await idOf(await send(line("yours"), "shared-name", { apiKey }))).not.toBe(id);
  });

  it("gets Retry-After while the same upload is being received, and can be sent again if that was interrupted", async () => {
    const { batches } = http.service.parts.stores;
    const opened = vi.spyOn(batches, "open");
    const outgoing = request(`${http.url}/batches?policy_id=spam`, {
      method: "POST",
      headers: {
        ...JSONL,
        authorization: `Bearer ${ADMIN_KEY}`,
        "idempotency-key": "in-flight",
        "content-length": "100000",
      },
    });
    outgoing.on("error", () => undefined);
    outgoing.write(`${line("cut off")}\n`);
    await eventually(() => expect(opened.mock.settledResults[0]?.type).toBe("fulfilled"));
    const meanwhile = await send(line("whole"), "in-flight");
    expect(meanwhile.status).toBe(409);
    expect(meanwhile.headers.get("retry-after")).toBe("5");
    expect((await problemOf(meanwhile)).code).toBe("idempotency_in_progress");
    outgoing.destroy();
    await eventually(async () => expect((await send(line("whole"), "in-flight")).status).toBe(202));
    opened.mockRestore();
  });

  it("that was refused does not use its key", async () => {
    expect((await send(" ", "refused")).status).toBe(400);
    expect((await send(line("x"), "refused", { query: "?policy_id=nowhere" })).status).toBe(404);
    expect((await send(line("x"), "refused")).status).toBe(202);
  });

  it("is returned even if its policy has been archived since", async () => {
    await http.putPolicy("short-lived");
    const query = "?policy_id=short-lived";
    const id = await idOf(await send(line("x"), "archived", { query }));
    await http.call("/policies/short-lived", { method: "DELETE" });
    expect(await idOf(await send(line("x"), "archived", { query }))).toBe(id);
  });

  it.each(["", "a b", "é", "x".repeat(256)])("must have a key of visible ASCII: %j", async (key) => {
    const response = await send(line("x"), Buffer.from(key).toString("latin1"));
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toMatch(/Idempotency-Key/);
  });
});

describe("records of a batch", () => {
  it("carry the key that uploaded it", async () => {
    const apiKey = await http.createKey("classify");
    const id = await idOf(await send(line("carried"), "carried", { apiKey }));
    await client.ended(id);
    const [result] = await client.results(id);
    const { keys } = http.service.parts.stores;
    expect(result?.record?.key_id).toBe((await keys.authenticate(apiKey))?.keyId);
  });
});
