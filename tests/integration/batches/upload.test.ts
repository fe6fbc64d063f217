import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ADMIN_KEY, HttpService, POLICY_2, problemOf } from "../http/service.ts";
import { BatchClient, JSONL, line } from "./batch-client.ts";
import { eventually } from "../../helpers/eventually.ts";

let http: HttpService;
let client: BatchClient;
beforeAll(async () => {
  http = await HttpService.start({ GAVEL_MAX_BATCH_BYTES: "2000000", GAVEL_MAX_QUEUE_DEPTH: "100" });
  client = new BatchClient(http);
  await http.putPolicy("spam");
  await http.putPolicy("hate", POLICY_2);
});
afterAll(() => http.stop());

describe("a form", () => {
  const form = (...files: [type: string, name: string, text: string][]): FormData => {
    const data = new FormData();
    for (const [type, name, text] of files) data.append("file", new File([text], name, { type }));
    return data;
  };
  const send = (body: FormData): Promise<Response> =>
    fetch(`${http.url}/batches?policy_id=spam`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    });

  it.each([
    ["text/csv", "a.bin", "content\nx\ny\n", "csv"],
    ["application/octet-stream", "a.CSV", "content\nx\ny\n", "csv"],
    ["", "a.jsonl", `${line("x")}\n${line("y")}\n`, "jsonl"],
    ["application/x-ndjson", "a", `${line("x")}\n${line("y")}\n`, "jsonl"],
  ])("may contain the lines as a file of type %s named %s", async (type, name, text, format) => {
    const response = await send(form([type, name, text]));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ format, lines: { total: 2, bad: 0 } });
  });

  it("is refused without a file, with two, with other fields, or of an unknown type", async () => {
    const before = await client.count();
    const fields = new FormData();
    fields.append("policy_id", "spam");
    const mixed = form(["text/csv", "a.csv", "content\nx\n"]);
    mixed.append("policy_id", "spam");
    const two = form(["text/csv", "a.csv", "content\nx\n"], ["text/csv", "b.csv", "content\ny\n"]);
    for (const body of [fields, mixed, two]) {
      const response = await send(body);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).code).toBe("invalid_request");
    }
    expect((await send(form(["image/png", "a.png", "x"]))).status).toBe(415);
    expect(await client.count()).toBe(before);
  });

  it("is refused if it is interrupted, has no boundary or is not a form, and nothing is stored", async () => {
    const before = await client.count();
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n';
    for (const [type, body] of [
      ["multipart/form-data; boundary=x", `${head}${line("cut")}\n`],
      ["multipart/form-data; boundary=x", ""],
      ["multipart/form-data; boundary=x", "nothing of a form"],
      ["multipart/form-data", `${head}${line("x")}\n\r\n--x--\r\n`],
    ] as const) {
      const response = await http.call("/batches?policy_id=spam", {
        body,
        headers: { "content-type": type },
      });
      expect(response.status, body).toBe(400);
      expect((await problemOf(response)).detail).toMatch(/form is not a valid upload/);
    }
    expect(await client.count()).toBe(before);
  });
});

describe("an upload", () => {
  it("is refused before it is read if its policy, query or type is invalid", async () => {
    for (const [query, headers, status] of [
      ["?policy_id=nowhere", JSONL, 404],
      ["?policy_id=spam&policy_version=7", JSONL, 404],
      ["?policy_id=spam&policy_ids=hate", JSONL, 400],
      ["?policy_version=1", JSONL, 400],
      ["?policy=spam", JSONL, 400],
      ["?policy_ids=spam,,hate", JSONL, 400],
      ["?policy_id=spam", { "content-type": "application/json" }, 415],
      ["?policy_id=spam", { ...JSONL, "content-encoding": "gzip" }, 415],
      ["?policy_id=spam", { "content-type": "text/csv; charset=latin1" }, 415],
    ] as const) {
      const response = await http.call(`/batches${query}`, { body: line("x"), headers });
      expect(response.status, query).toBe(status);
      await problemOf(response);
    }
  });

  it("is refused if neither it nor any of its lines names a policy, and nothing is stored", async () => {
    const before = await client.count();
    const lines = JSON.stringify({ content: "one" }) + "\nnot json\n" + JSON.stringify({ content: "two" });
    const refused = await http.call("/batches", { method: "POST", body: lines, headers: JSONL });
    expect(refused.status).toBe(400);
    expect(await problemOf(refused)).toMatchObject({
      code: "invalid_request",
      detail: expect.stringContaining("names a policy"),
      errors: [{ pointer: "/policy_id" }],
    });
    expect(await client.count()).toBe(before);
    const one = `${lines}\n${JSON.stringify({ content: "three", policy_id: "spam" })}`;
    expect((await http.call("/batches", { method: "POST", body: one, headers: JSONL })).status).toBe(202);
  });

  it("is refused if it is empty or too long, declared or not, and nothing is stored", async () => {
    const before = await client.count();
    const empty = await http.call("/batches?policy_id=spam", {
      method: "POST",
      body: "\n \n",
      headers: JSONL,
    });
    expect(empty.status).toBe(400);
    const long = `${line("x".repeat(900))}\n`.repeat(2200);
    expect((await http.call("/batches?policy_id=spam", { body: long, headers: JSONL })).status).toBe(413);
    const chunked = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(Buffer.from(`${line("x".repeat(900))}\n`.repeat(50)));
      },
    });
    const streamed = await fetch(`${http.url}/batches?policy_id=spam`, {
      method: "POST",
      headers: { ...JSONL, authorization: `Bearer ${ADMIN_KEY}` },
      body: chunked,
      duplex: "half",
    } as RequestInit).then(
      ({ status }) => status,
      () => "cut",
    );
    expect([413, "cut"]).toContain(streamed);
    expect(await client.count()).toBe(before);
  });

  it("that is interrupted leaves nothing in the store", async () => {
    const { batches } = http.service.parts.stores;
    const staged = vi.spyOn(batches, "stage");
    const lastLine = async (): Promise<number | null> => {
      const id = staged.mock.lastCall?.[0];
      return id === undefined ? null : (await batches.results(id, 0, 10)).lastLine;
    };
    const outgoing = request(`${http.url}/batches?policy_id=spam`, {
      method: "POST",
      headers: { ...JSONL, authorization: `Bearer ${ADMIN_KEY}`, "content-length": "1000000" },
    });
    outgoing.on("error", () => undefined);
    outgoing.write(`${line("cut off")}\n`.repeat(1500));
    await eventually(async () => expect(await lastLine()).toBe(10));
    const id = staged.mock.lastCall?.[0] ?? "";
    expect((await http.call(`/batches/${id}`)).status).toBe(404);
    outgoing.destroy();
    await eventually(async () => expect(await lastLine()).toBeNull());
    staged.mockRestore();
  });

  it("with mostly bad lines is refused while it is received, with the first bad line", async () => {
    const before = await client.count();
    const upload = (body: string): Promise<Response> =>
      http.call("/batches?policy_id=spam", { body, headers: JSONL });
    const refused = await upload("{}\n".repeat(3000));
    expect(refused.status).toBe(400);
    const { detail } = await problemOf(refused);
    expect(detail).toContain("1001 of the first 1001 lines");
    expect(detail).toMatch(/line 1: .*content/);
    expect(await client.count()).toBe(before);
    // Half of them may be bad, or all of a few.
    expect((await upload(`${line("x")}\n{}\n`.repeat(1100))).status).toBe(202);
    expect((await upload("{}\n".repeat(1000))).status).toBe(202);
  });

  it("has a maximum number of lines", async () => {
    const small = await HttpService.start({ GAVEL_MAX_BATCH_LINES: "3" });
    try {
      await small.putPolicy("spam");
      const upload = (lines: number): Promise<Response> =>
        small.call("/batches?policy_id=spam", { body: `${line("x")}\n`.repeat(lines), headers: JSONL });
      const refused = await upload(4);
      expect(refused.status).toBe(413);
      expect((await problemOf(refused)).detail).toContain("up to 3 lines");
      expect((await upload(3)).status).toBe(202);
    } finally {
      await small.stop();
    }
  });

  it("is judged under one version, whatever is activated in the meantime", async () => {
    await http.putPolicy("moving");
    await http.putPolicy("moving", POLICY_2);
    http.engine.hold();
    const accepted = await client.upload(Array.from({ length: 200 }, (_, n) => line(`m ${n}`)).join("\n"), {
      query: "?policy_id=moving",
    });
    await http.call("/policies/moving/activate", { json: { version: 2 } });
    http.engine.release();
    await client.ended(accepted.id);
    const versions = new Set((await client.results(accepted.id)).map(({ record }) => record?.policy.version));
    expect([...versions]).toEqual([1]);
  });
});
