import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Batch, type BatchPage, batchPageSchema } from "../../../schemas/batch.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ADMIN_KEY, HttpService, POLICY_2, problemOf } from "../http/service.ts";
import { BatchClient, CSV, JSONL, line } from "./batch-client.ts";
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

describe("a batch of JSONL", () => {
  it("is judged line by line, with more lines than the queue holds and results in input order", async () => {
    const body = Array.from({ length: 300 }, (_, n) => line(`Line ${n}`, { external_id: `id-${n % 150}` }));
    const accepted = await client.upload(`${body.join("\n")}\n`);
    expect(accepted).toMatchObject({
      status: "running",
      lines: { total: 300, bad: 0 },
      items: { total: 300 },
    });
    const batch = await client.ended(accepted.id);
    expect(batch).toMatchObject({
      status: "completed",
      items: { total: 300, queued: 0, running: 0, completed: 300, failed: 0, expired: 0 },
      seconds_left: 0,
    });
    const found = await client.results(batch.id);
    expect(found.map((result) => result.line)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    expect(found.map((result) => result.external_id)).toEqual(body.map((_, n) => `id-${n % 150}`));
    expect(found.every(({ record }) => record?.priority === "batch" && record.policy.version === 1)).toBe(
      true,
    );
    expect(new Set(found.map(({ record }) => record?.id)).size).toBe(300);
  });

  it("reports bad lines of every kind with their numbers, and judges the others", async () => {
    const body = Buffer.concat([
      Buffer.from("\ufeff" + line("first") + "\r\n"),
      Buffer.from("\n   \n"),
      Buffer.from("{not json\n"),
      Buffer.from('{"content": 5}\n'),
      Buffer.from('{"content": ""}\n'),
      Buffer.from('{"text": "x"}\n'),
      Buffer.from('"just a text"\n'),
      Buffer.from([...Buffer.from('{"content": "a'), 0xff, ...Buffer.from('"}\n')]),
      Buffer.from(`${line("x".repeat(110_000))}\n`),
      Buffer.from(`${"[".repeat(90_000)}\n`),
      Buffer.from(`${line("x", { policy_id: "nowhere", id: "named" })}\n`),
      Buffer.from(`${line("x", { policy_id: "spam", policy_version: 9 })}\n`),
      Buffer.from(`${line("x", { id: "a", external_id: "b" })}\n`),
      Buffer.from(`${line("x", { policy_id: "spam", policy_ids: ["hate"] })}\n`),
      Buffer.from(`${line("x", { policy_version: 1 })}\n`),
      Buffer.from(`${line("x", { priority: "interactive" })}\n`),
      Buffer.from('{"content": "x", "__proto__": {"policy_id": "hate"}}\n'),
      Buffer.from('{"content": "ends in a NUL \\u0000 and half \\ud800", "id": 17}\n'),
      Buffer.from(line("the last, without a line break")),
    ]);
    const batch = await client.ended((await client.upload(body)).id);
    expect(batch.lines).toEqual({ total: 18, bad: 15 });
    const found = await client.results(batch.id);
    const told = found.map(({ line: number, status, error }) => [number, status, error?.code, error?.detail]);
    expect(told).toEqual([
      [1, "completed", undefined, undefined],
      [4, "bad", "bad_line", "The line is not valid JSON."],
      [5, "bad", "bad_line", expect.stringContaining("/content")],
      [6, "bad", "bad_line", expect.stringContaining("/content")],
      [7, "bad", "bad_line", expect.stringContaining("/content is required")],
      [8, "bad", "bad_line", "/ must be object."],
      [9, "bad", "bad_line", "The line contains bytes that are not UTF-8."],
      [10, "bad", "bad_line", "The line is longer than 100000 bytes."],
      [11, "bad", "bad_line", "The line is not valid JSON."],
      [12, "bad", "policy_not_found", "The line names the policy nowhere."],
      [13, "bad", "policy_version_not_found", "The line names the policy spam."],
      [14, "bad", "bad_line", "id and external_id must not both be set."],
      [15, "bad", "bad_line", "policy_id and policy_ids must not both be set."],
      [16, "bad", "bad_line", "policy_version must not be set without policy_id."],
      [17, "bad", "bad_line", "/priority is an unknown property."],
      [18, "bad", "bad_line", "/__proto__ is an unknown property."],
      [19, "completed", undefined, undefined],
      [20, "completed", undefined, undefined],
    ]);
    expect(found[9]?.external_id).toBe("named");
    expect(found[16]?.external_id).toBe("17");
  });

  it("is judged under the policy of each line, otherwise that of the query", async () => {
    const body = [
      line("a"),
      line("b", { policy_id: "hate", policy_version: 1, reasoning_effort: "high" }),
      line("c", { policy_ids: ["hate", "spam"], metadata: { from: "forum" } }),
    ].join("\n");
    const batch = await client.ended(
      (await client.upload(body, { query: "?policy_ids=spam,hate&reasoning_effort=low" })).id,
    );
    expect(batch).toMatchObject({ lines: { total: 3, bad: 0 }, items: { total: 5, completed: 5 } });
    const found = await client.results(batch.id);
    expect(found.map(({ line: number, record }) => [number, record?.policy.id])).toEqual([
      [1, "spam"],
      [1, "hate"],
      [2, "hate"],
      [3, "hate"],
      [3, "spam"],
    ]);
    expect(found.map(({ record }) => record?.model?.reasoning_effort)).toEqual([
      "low",
      "low",
      "high",
      "low",
      "low",
    ]);
    expect(found[3]?.record?.metadata).toEqual({ from: "forum" });
  });

  it("needs a policy for each line", async () => {
    const body = [line("a"), line("b", { policy_id: "spam" })].join("\n");
    const batch = await client.ended((await client.upload(body, { query: "" })).id);
    expect(batch).toMatchObject({ status: "completed", lines: { total: 2, bad: 1 }, items: { total: 1 } });
    expect((await client.results(batch.id))[0]?.error?.detail).toMatch(/names a policy/);
  });
});

describe("a batch of CSV", () => {
  it("accepts quotes over several lines, CR LF and a byte order mark, and treats empty cells as absent", async () => {
    const body = [
      "\ufeffid,content,policy_id,metadata.from",
      'one,"two\r\nlines, a comma and a ""quote""",,forum',
      "two,plain,hate,",
      ",,,",
      'three,"no end',
    ].join("\r\n");
    const batch = await client.ended((await client.upload(body, { headers: CSV })).id);
    expect(batch).toMatchObject({ format: "csv", lines: { total: 4, bad: 2 } });
    const found = await client.results(batch.id);
    expect(found.map(({ line: number, external_id: id, status }) => [number, id, status])).toEqual([
      [2, "one", "completed"],
      [4, "two", "completed"],
      [5, null, "bad"],
      [6, null, "bad"],
    ]);
    expect(found[0]?.record?.metadata).toEqual({ from: "forum" });
    expect(found[1]?.record?.policy.id).toBe("hate");
    expect(found[3]?.error?.detail).toMatch(/never closed/);
    const asked = http.engine.requests.map(({ prompt }) => JSON.stringify(prompt.conversation));
    expect(asked.some((text) => text.includes('two\\r\\nlines, a comma and a \\"quote\\"'))).toBe(true);
  });

  it.each([
    ["%3B", 'Content;ID;Metadata.From\n"a;b";1;x\n'],
    ["%09", "CONTENT\tid\tmetadata.From\na;b\t1\tx\n"],
  ])("has the delimiter of the query: %s", async (delimiter, body) => {
    const query = `?policy_id=spam&delimiter=${delimiter}`;
    const { id } = await client.upload(body, { headers: CSV, query });
    await client.ended(id);
    const [result] = await client.results(id);
    expect(result).toMatchObject({
      status: "completed",
      external_id: "1",
      record: { metadata: { From: "x" } },
    });
  });

  it("has a delimiter only if it is a CSV", async () => {
    const response = await http.call("/batches?policy_id=spam&delimiter=%3B", {
      body: line("x"),
      headers: JSONL,
    });
    expect((await problemOf(response)).detail).toMatch(/Only a CSV upload has a delimiter/);
    expect((await http.call("/batches?delimiter=x", { body: "content\nx\n", headers: CSV })).status).toBe(
      400,
    );
  });

  it.each([
    ["content,colour\n", /Column 2 .* is unknown/],
    [
      "Content;External_ID\n",
      /separated by a semicolon \(;\), .* delimiter=%3B in the query, or use --delimiter/,
    ],
    ["content\tid\n", /separated by a tab, .* delimiter=%09/],
    ["conte\xffnt,id\n", /header cannot be read: .* not UTF-8/],
    ["id,policy_id\n", /no column content/],
    ["content,content\n", /Column 2 .* earlier/],
    ['"content"x\n', /cannot be read/],
  ])("is refused completely for the header %j", async (body, detail) => {
    const before = await client.count();
    const response = await http.call("/batches?policy_id=spam", {
      body: Buffer.from(`${body}a,b\n`, "latin1"),
      headers: CSV,
    });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toMatch(detail);
    expect(await client.count()).toBe(before);
  });

  it("returns results as CSV without formulas for spreadsheets", async () => {
    const accepted = await client.upload('content,id\n"x, ""y""",=1+2\nbad\n', { headers: CSV });
    await client.ended(accepted.id);
    const response = await http.call(`/batches/${accepted.id}/results?format=csv`);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="batch-${accepted.id}.csv"`,
    );
    const [header, first, second] = (await response.text()).split("\r\n");
    expect(header).toMatch(/^line,external_id,status,policy_id,/);
    expect(first).toMatch(/^2,'=1\+2,completed,spam,1,0,/);
    expect(second).toMatch(/^3,,bad,,,,.*,bad_line,"The row has 1 cell, but the header has 2 cells\."$/);
  });
});

describe("a running batch", () => {
  it("has no results yet, leaves half of the queue to others, and is listed newest first", async () => {
    http.engine.hold();
    const accepted = await client.upload(
      Array.from({ length: 300 }, (_, n) => line(`waiting ${n}`)).join("\n"),
    );
    await eventually(async () => expect((await client.read(accepted.id)).items.running).toBeGreaterThan(0));
    const early = await http.call(`/batches/${accepted.id}/results`);
    expect(early.status).toBe(409);
    expect((await problemOf(early)).code).toBe("batch_unfinished");
    await sleep(500);
    expect(await http.service.parts.stores.verdicts.countUnsettled()).toBeLessThanOrEqual(50);
    const asked = await http.call("/classify", {
      json: { content: "in between", policy_id: "spam" },
      headers: { prefer: "respond-async" },
    });
    expect(asked.status).toBe(202);
    http.engine.release();
    await client.ended(accepted.id);
    const first = (await (await http.call("/batches?limit=1")).json()) as BatchPage;
    expect(compileValidator<BatchPage>(batchPageSchema)(first)).toMatchObject({ ok: true });
    expect(first).toMatchObject({ data: [{ id: accepted.id }], next_cursor: accepted.id, has_more: true });
    const next = (await (await http.call(`/batches?limit=1&after=${accepted.id}`)).json()) as BatchPage;
    expect((next.data[0]?.id ?? "") < accepted.id).toBe(true);
  });

  it("can be cancelled while it runs: judged items stay, the rest expires with a code", async () => {
    http.engine.hold();
    const content = (n: number): string => `to be cancelled ${n}`;
    const accepted = await client.upload(Array.from({ length: 300 }, (_, n) => line(content(n))).join("\n"));
    await eventually(async () => expect((await client.read(accepted.id)).items.running).toBeGreaterThan(0));
    // Another caller waits for the verdict of one of its items.
    const other = http.call("/classify", { json: { content: content(0), policy_id: "spam" } });
    await eventually(async () => expect(http.log).toContain("request"));
    await sleep(200);
    const cancelled = (await (
      await http.call(`/batches/${accepted.id}/cancel`, { method: "POST" })
    ).json()) as Batch;
    expect(cancelled.status).toMatch(/^cancell/);
    const batch = await client.ended(accepted.id);
    http.engine.release();
    expect(batch).toMatchObject({ status: "cancelled", items: { total: 300, queued: 0, running: 0 } });
    expect(batch.items.completed + batch.items.expired).toBe(300);
    const found = await client.results(accepted.id);
    expect(found).toHaveLength(300);
    const codes = new Set(found.filter(({ status }) => status === "expired").map(({ error }) => error?.code));
    expect([...codes]).toEqual(["batch_cancelled"]);
    expect(((await (await other).json()) as { status: string }).status).toBe("completed");
    const again = await http.call(`/batches/${accepted.id}/cancel`, { method: "POST" });
    expect(await again.json()).toMatchObject({ status: "cancelled" });
  });

  it("can be cancelled only by the key that uploaded it and by an administrator", async () => {
    const own = await http.createKey("classify");
    const stranger = await http.createKey("classify");
    const response = await http.call("/batches?policy_id=spam", {
      body: line("x"),
      headers: JSONL,
      key: own,
    });
    const { id } = (await response.json()) as Batch;
    const cancel = async (key: string): Promise<number> =>
      (await http.call(`/batches/${id}/cancel`, { method: "POST", key })).status;
    expect(await cancel(stranger)).toBe(404);
    expect(await cancel(own)).toBe(200);
    expect(await cancel(ADMIN_KEY)).toBe(200);
    for (const path of [
      "/batches/none",
      "/batches/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
      "/batches/%00/results",
    ]) {
      expect((await http.call(path)).status).toBe(404);
    }
  });
});

it("counts batches by status in the metrics, and logs nothing of their content", async () => {
  const text = await (await http.call("/metrics")).text();
  expect(text).toMatch(/^gavel_batches\{status="completed"\} [1-9]/m);
  expect(http.log).not.toMatch(/to be cancelled|waiting 1|cut off|nowhere/);
});
