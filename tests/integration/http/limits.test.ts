import { request } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HttpService, problemOf } from "./service.ts";
import { eventually } from "../../helpers/eventually.ts";

let http: HttpService;

async function start(environment: Record<string, string> = {}): Promise<void> {
  http = await HttpService.start(environment);
  await http.putPolicy("spam");
}

afterEach(() => http.stop());

function classify(content: string, key?: string, prefer = "respond-async"): Promise<Response> {
  return http.call("/classify", {
    json: { content, policy_id: "spam" },
    headers: { prefer },
    ...(key === undefined ? {} : { key }),
  });
}

describe("the limits of a key", () => {
  it("are part of every response", async () => {
    await start();
    const answer = await classify("one");
    expect(answer.headers.get("ratelimit-policy")).toBe('"concurrent";q=1000;qu="concurrent-requests"');
    expect(answer.headers.get("ratelimit")).toBe('"concurrent";r=999');
    expect((await http.call("/verdicts")).headers.get("ratelimit")).toBeNull();
  });

  it("limit its requests per minute, independently of other keys", async () => {
    await start({ GAVEL_KEY_REQUESTS_PER_MINUTE: "3" });
    const [limited, other] = [await http.createKey("classify"), await http.createKey("classify")];
    const first = await classify("1", limited);
    expect(first.headers.get("ratelimit-policy")).toMatch(/^"requests";q=3;w=60, "concurrent"/);
    expect(first.headers.get("ratelimit")).toMatch(/^"requests";r=2;t=\d+, "concurrent";r=999$/);
    await classify("2", limited);
    expect((await classify("3", limited)).status).toBe(202);
    const refused = await classify("4", limited);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit")).toMatch(/^"requests";r=0;t=\d+/);
    expect((await problemOf(refused)).code).toBe("rate_limit_exceeded");
    // The rest of the minute is in Retry-After.
    const counted = vi.spyOn(http.service.parts.accepting.requestCounter, "count");
    const again = await classify("4", limited);
    expect(again.status).toBe(429);
    expect(Number(again.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(again.headers.get("ratelimit")).toMatch(/^"requests";r=0;t=\d+/);
    expect(counted).not.toHaveBeenCalled();
    expect((await classify("5", other)).status).toBe(202);
  });

  it("limit its concurrent requests", async () => {
    await start({ GAVEL_KEY_CONCURRENT_REQUESTS: "2" });
    http.engine.hold();
    const waiting = ["1", "2"].map((content) => classify(content, undefined, "wait=30"));
    await eventually(async () => {
      const refused = await classify("3");
      expect(refused.status).toBe(429);
      expect((await problemOf(refused)).code).toBe("concurrency_limit_exceeded");
    });
    http.engine.release();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await classify("4")).status).toBe(202);
  });

  it("limit its share of the queue", async () => {
    await start({ GAVEL_MAX_QUEUE_DEPTH: "10", GAVEL_KEY_QUEUE_SHARE: "50" });
    http.engine.hold();
    const [flood, other] = [await http.createKey("classify"), await http.createKey("classify")];
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => classify(`flood ${n}`, flood)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect((await problemOf(refused[0]!)).code).toBe("queue_share_exceeded");
    expect((await classify("other", other)).status).toBe(202);
  });

  it("limit its event streams", async () => {
    await start({ GAVEL_KEY_STREAMS: "1" });
    const [streaming, other] = [await http.createKey("verdicts:read"), await http.createKey("verdicts:read")];
    const stop = new AbortController();
    const open = (key: string): Promise<Response> =>
      http.call("/verdicts/stream", { key, signal: stop.signal });
    expect((await open(streaming)).status).toBe(200);
    const refused = await open(streaming);
    expect(refused.status).toBe(429);
    expect((await problemOf(refused)).code).toBe("concurrency_limit_exceeded");
    expect((await open(other)).status).toBe(200);
    stop.abort();
    await eventually(async () => {
      const again = new AbortController();
      const answer = await http.call("/verdicts/stream", { key: streaming, signal: again.signal });
      again.abort();
      expect(answer.status).toBe(200);
    });
  });

  it("limit its concurrent uploads", async () => {
    await start({ GAVEL_KEY_UPLOADS: "1" });
    const [uploading, other] = [await http.createKey("classify"), await http.createKey("classify")];
    const line = `${JSON.stringify({ content: "hello" })}\n`;
    const { hostname, port } = new URL(http.url);
    const slow = request({
      hostname,
      port,
      path: "/batches?policy_id=spam",
      method: "POST",
      headers: { authorization: `Bearer ${uploading}`, "content-type": "application/jsonl" },
    });
    const slowStatus = new Promise<number>((resolve, reject) => {
      slow.on("response", (response) => resolve(response.statusCode ?? 0));
      slow.on("error", reject);
    });
    slow.write(line);
    const upload = (key: string): Promise<Response> =>
      http.call("/batches?policy_id=spam", {
        key,
        body: line,
        headers: { "content-type": "application/jsonl" },
      });
    await eventually(async () => {
      const refused = await upload(uploading);
      expect(refused.status).toBe(429);
      expect((await problemOf(refused)).code).toBe("concurrency_limit_exceeded");
    });
    expect((await upload(other)).status).toBe(202);
    slow.end(line);
    expect(await slowStatus).toBe(202);
    expect((await upload(uploading)).status).toBe(202);
  });
});

describe("wrong keys", () => {
  it("are throttled by address, while a valid key is accepted", async () => {
    await start({ GAVEL_MAX_AUTH_FAILURES: "5" });
    const attempts = [];
    for (let n = 0; n < 7; n += 1) {
      attempts.push(await http.call("/policies", { key: `wrong-key-number-${n}` }));
    }
    expect(attempts.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(Number(attempts[5]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await problemOf(attempts[5]!)).code).toBe("authentication_throttled");
    expect((await http.call("/policies")).status).toBe(200);
    expect((await http.call("/policies", { key: null })).status).toBe(401);
    expect((await http.call("/healthz", { key: null })).status).toBe(200);
  });
});
