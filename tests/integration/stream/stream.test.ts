import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verdictRecordSchema, type VerdictRecord } from "../../../schemas/verdict-record.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { SseConnection } from "../../helpers/sse-client.ts";
import { ADMIN_KEY, HttpService, problemOf } from "../http/service.ts";

const validateRecord = compileValidator<VerdictRecord>(verdictRecordSchema);

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
  await http.putPolicy("spam");
  await http.putPolicy("other");
});
afterAll(() => http.stop());

const opened: SseConnection[] = [];
async function open(query = "", lastEventId = "", key = ADMIN_KEY): Promise<SseConnection> {
  const stream = await SseConnection.open(`${http.url}/verdicts/stream${query}`, { key, lastEventId });
  opened.push(stream);
  return stream;
}
afterEach(() => {
  for (const stream of opened.splice(0)) stream.drop();
});

async function judge(content: string, more: object = {}): Promise<VerdictRecord> {
  const response = await http.call("/classify", { json: { content, policy_id: "spam", ...more } });
  return (await response.json()) as VerdictRecord;
}

describe("GET /verdicts/stream", () => {
  it("returns the headers of an event stream immediately", async () => {
    const { response } = await open();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("begins now, with an id to resume from, and sends settled records as GET /verdicts/{id} does", async () => {
    await judge("before");
    const stream = await open();
    expect(await stream.block()).toMatchObject({ data: null });
    expect(stream.lastEventId).toMatch(/^[\w-]+$/);
    expect(stream.retryMs).toBe(2000);
    const record = await judge("after\r\n\r\ndata: secretwords", {
      external_id: "a\ndata: b",
      metadata: { a: "\u2028\r" },
    });
    const message = await stream.next();
    expect(message).toMatchObject({ event: "verdict", id: stream.lastEventId });
    expect(JSON.parse(message?.data ?? "")).toEqual(record);
    expect(validateRecord(record)).toMatchObject({ ok: true });
    expect(message?.data).not.toContain("secretwords");
  });

  it("sends failed and erased items too, each once", async () => {
    const stream = await open();
    await stream.block();
    http.engine.hold();
    const accepted = await http.call("/classify", {
      json: { content: "to be erased", policy_id: "spam" },
      headers: { prefer: "respond-async" },
    });
    const { id } = (await accepted.json()) as VerdictRecord;
    await http.call(`/verdicts/${id}`, { method: "DELETE" });
    http.engine.release();
    expect(await stream.nextRecord()).toMatchObject({
      id,
      status: "expired",
      error: { code: "item_expired" },
    });
    const next = await judge("next");
    await http.call(`/verdicts/${next.id}`, { method: "DELETE" });
    const last = await judge("last");
    expect([(await stream.nextRecord())?.id, (await stream.nextRecord())?.id]).toEqual([next.id, last.id]);
  });

  it("sends all stored records from the beginning that match the filter", async () => {
    const other = await judge("in another policy", { policy_id: "other", external_id: "x-1" });
    const all: string[] = [];
    const everything = await open("?after=beginning");
    const listed = await http.call("/verdicts?status=completed&limit=200");
    const completed = ((await listed.json()) as { data: VerdictRecord[] }).data.map(({ id }) => id);
    while (all.at(-1) !== other.id) all.push((await everything.nextRecord())?.id ?? "");
    expect(all.length).toBeGreaterThan(completed.length - 1);
    expect(completed.every((id) => all.includes(id))).toBe(true);
    for (const query of [
      "?policy_id=other",
      "?external_id=x-1",
      "?policy_id=other&status=completed&violation=0",
    ]) {
      const stream = await open(`${query}&after=beginning`);
      expect((await stream.nextRecord())?.id, query).toBe(other.id);
    }
  });

  it("continues after Last-Event-ID, which takes precedence over after, and after after", async () => {
    const first = await open();
    await first.block();
    const start = first.lastEventId;
    const records = [await judge("one"), await judge("two"), await judge("three")];
    const [one] = [await first.next()];
    first.drop();
    const resumed = await open("?after=beginning", one?.id);
    expect((await resumed.nextRecord())?.id).toBe(records[1]?.id);
    expect((await resumed.nextRecord())?.id).toBe(records[2]?.id);
    resumed.drop();
    const again = await open(`?after=${start}`);
    for (const { id } of records) expect((await again.nextRecord())?.id).toBe(id);
  });

  it("accepts a cursor of a listing of settled records with the same filter", async () => {
    const page = await http.call("/verdicts?policy_id=spam&status=completed&limit=200");
    const { next_cursor: cursor } = (await page.json()) as { next_cursor: string };
    const stream = await open("?policy_id=spam&status=completed", cursor);
    const record = await judge("behind the page");
    expect((await stream.nextRecord())?.id).toBe(record.id);
  });

  it.each([
    ["?after=nonsense", "", "invalid_cursor"],
    ["", "nonsense", "invalid_cursor"],
    ["?after=beginning", "x".repeat(5000), "invalid_cursor"],
    ["?status=queued", "", "invalid_request"],
    ["?violation=2", "", "invalid_request"],
    ["?limit=3", "", "invalid_request"],
    ["?after=", "", "invalid_request"],
    ["?after=a&after=b", "", "invalid_request"],
  ])("refuses %s with Last-Event-ID %s as %s", async (query, lastEventId, code) => {
    const { response } = await open(query, lastEventId);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe(code);
  });

  it("refuses an id of a stream with another filter", async () => {
    const stream = await open("?policy_id=spam");
    await stream.block();
    const { response } = await open("?policy_id=other", stream.lastEventId);
    expect((await problemOf(response)).code).toBe("invalid_cursor");
  });

  it("requires a key with verdicts:read", async () => {
    expect((await http.call("/verdicts/stream", { key: null })).status).toBe(401);
    const key = await http.createKey("classify", "reasoning:read");
    expect((await http.call("/verdicts/stream", { key })).status).toBe(403);
    const reader = await open("", "", await http.createKey("verdicts:read"));
    expect(reader.response.status).toBe(200);
  });

  it("ends when its key is revoked, before it sends anything more", async () => {
    const { key, id } = await http.service.parts.stores.keys.create("short-lived", ["verdicts:read"]);
    const stream = await open("", "", key);
    await stream.block();
    await http.call(`/keys/${id}`, { method: "DELETE" });
    await judge("not for this key any more");
    expect(await stream.next()).toBeNull();
  });

  it("refuses more streams than are configured, until one has ended", async () => {
    const limited = await HttpService.start({ GAVEL_MAX_STREAMS: "2" });
    try {
      const url = `${limited.url}/verdicts/stream`;
      const connect = (query = "") => SseConnection.open(url + query, { key: ADMIN_KEY });
      // Invalid requests and HEAD requests do not count.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        expect((await connect("?after=nonsense")).response.status).toBe(400);
        expect((await limited.call("/verdicts/stream", { method: "HEAD" })).status).toBe(200);
      }
      const streams = [await connect(), await connect()];
      const refused = await limited.call("/verdicts/stream");
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
      expect((await problemOf(refused)).code).toBe("too_many_streams");
      for (const stream of streams) {
        stream.drop();
        await expect.poll(async () => (await connect()).response.status).toBe(200);
      }
    } finally {
      await limited.stop();
    }
  });

  it("is logged and measured once it has ended, with its time", async () => {
    const lines = (): string[] =>
      http.log
        .split("\n")
        .filter((line) => line.includes('"route":"/verdicts/stream"') && line.includes('"GET"'));
    const before = lines().length;
    const stream = await open();
    await stream.block();
    await sleep(300);
    expect(lines()).toHaveLength(before);
    stream.drop();
    await expect.poll(() => lines().length).toBe(before + 1);
    const line = JSON.parse(lines().at(-1) ?? "{}") as { ms: number; status: number };
    expect(line).toMatchObject({
      status: 200,
      client_gone: true,
      key_id: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(line.ms).toBeGreaterThan(290);
    expect(await (await http.call("/metrics")).text()).toContain('route="/verdicts/stream",status="200"');
  });

  it("ends when the server closes, without waiting for the grace", async () => {
    const service = await HttpService.start({ GAVEL_SHUTDOWN_GRACE_SECONDS: "600" });
    const stream = await SseConnection.open(`${service.url}/verdicts/stream`, { key: ADMIN_KEY });
    await stream.block();
    const ended = stream.next();
    await service.stop();
    expect(await ended).toBeNull();
  });
});
